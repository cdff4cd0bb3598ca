// make bench: how fast one article page is, beside what bounds it.  See README.md.
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const build = path.resolve(process.env.COPYDESK_BUILDDIR ?? path.join(top, 'build'));
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const connections = Number(process.env.BENCH_CONNECTIONS ?? 32);
const floors = 2; // as many processes as the site has
const port = Number(process.env.BENCH_PORT ?? 18970);

// An instance of its own, or the one named: its site, its database, its sockets.
const varDir = path.resolve(process.env.BENCH_VAR ?? path.join(top, 'var/bench'));
const instance = {
	...process.env, COPYDESK_VAR: varDir, COPYDESK_BUILD: build,
	COPYDESK_SITE_PORT: String(port + 1), COPYDESK_DESK_PORT: String(port + 2),
};
const conf = (file, name) => new RegExp(`^${name} = (.*)$`, 'm').exec(fs.readFileSync(path.join(varDir, 'conf', file), 'utf8'))[1];

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-bench-'));
const children = [];
let started = false;

function get(url) {
	return new Promise((resolve, reject) => {
		http.get(url, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('end', () => resolve({status: res.statusCode, headers: res.headers, text: Buffer.concat(parts).toString()}));
		}).on('error', reject);
	});
}

function start(file, args, more = {}) {
	const child = spawn(file, args, {stdio: ['ignore', 'inherit', 'inherit'], env: {...process.env, ...more}});
	children.push(child);
	return child;
}

// The same server four times; they differ in where the page comes from.
function nginxConf({frontSockets, anewSockets, floorSockets, page, address}) {
	const upstream = (name, sockets) => `upstream ${name} { least_conn; ${sockets.map((s) => `server "unix:${s}" max_fails=0;`).join(' ')} keepalive 64; keepalive_timeout 20s; }`;
	const fastcgi = (pass) => `include "${varDir}/conf/nginx/fastcgi.conf"; fastcgi_param REQUEST_METHOD $request_method; fastcgi_keep_conn on; fastcgi_pass ${pass};`;
	// What the headers of every page hold by path.
	const maps = fs.readFileSync(path.join(varDir, 'conf/nginx/http.conf'), 'utf8').match(/^map \$uri [^]*?^}/gm).join('\n');
	return `daemon off; worker_processes 2; pid ${work}/nginx.pid; error_log ${work}/error.log warn;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
	include /etc/nginx/mime.types; charset utf-8; access_log off; server_tokens off;
	sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
	client_body_temp_path ${work}/t1; proxy_temp_path ${work}/t2; fastcgi_temp_path ${work}/t3; uwsgi_temp_path ${work}/t4; scgi_temp_path ${work}/t5;
	map $https $copydesk_hsts { default ""; }
	${maps}
	${upstream('front', frontSockets)}
	${upstream('floor', floorSockets)}
	${upstream('anew', anewSockets)}
	fastcgi_cache_path ${work}/cache levels=1:2 keys_zone=bench:8m max_size=64m use_temp_path=off;
	include "${varDir}/conf/nginx/security.conf";
	server { listen 127.0.0.1:${port + 10}; location = ${address} { default_type text/html; alias ${page}; } }
	server { listen 127.0.0.1:${port + 11}; location / { ${fastcgi('floor')} } }
	server { listen 127.0.0.1:${port + 14}; location / { ${fastcgi('anew')} } }
	server { listen 127.0.0.1:${port + 12}; location / { ${fastcgi('front')} } }
	server { listen 127.0.0.1:${port + 13}; location / { ${fastcgi('front')}
		fastcgi_cache bench; fastcgi_cache_key "$host$request_uri"; fastcgi_cache_valid 200 1s;
		fastcgi_ignore_headers Cache-Control Expires X-Accel-Expires;
		fastcgi_cache_revalidate on; fastcgi_cache_lock on; fastcgi_cache_use_stale error timeout http_500 http_503; } }
}
`;
}

// wrk's figures: requests a second, and the median and the 99th percentile in ms.
function wrk(url) {
	const out = execFileSync('wrk', ['-t2', `-c${connections}`, `-d${seconds}s`, '--latency', url], {encoding: 'utf8'});
	const ms = (which) => {
		const [, n, unit] = new RegExp(`^\\s+${which}%\\s+([\\d.]+)(us|ms|s)$`, 'm').exec(out);
		return Number(n) * {us: 0.001, ms: 1, s: 1000}[unit];
	};
	const wrong = /Non-2xx.*|Socket errors.*/.exec(out);
	if (wrong)
		throw new Error(`${url}: ${wrong[0]}`);
	return {rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]), p50: ms(50), p99: ms(99)};
}

// Processor time of some processes in microseconds, user and system: unlike the clock it hardly depends on
// what else the machine does.
function cpu(pids) {
	let ticks = 0;
	for (const pid of pids) {
		/* One that has ended meanwhile (a recycled worker) leaves this figure out. */
		if (!fs.existsSync(`/proc/${pid}/stat`))
			return NaN;
		const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
		ticks += Number(fields[11]) + Number(fields[12]);
	}
	return ticks * 10000;
}

const lines_of = (text) => text.trim().split('\n').filter(Boolean);
const children_of = (pid) => lines_of(execFileSync('sh', ['-c', `pgrep -P ${pid} || true`], {encoding: 'utf8'}));
const programs = () => lines_of(execFileSync('sh', ['-c', `pgrep -f '[s]ite.fcgi -c (${varDir}/conf|${work})/'`], {encoding: 'utf8'}));

// A second site.fcgi beside the instance's, which keeps no page and renders each anew.
function start_anew() {
	const own = fs.readFileSync(path.join(varDir, 'conf/site.conf'), 'utf8').replace(/^socket_dir = .*$/m, `socket_dir = ${work}`);
	const conf_file = path.join(work, 'site.conf');
	fs.writeFileSync(conf_file, `${own}\nsite_kept_pages = 0\n`);
	const log = fs.openSync(path.join(work, 'anew.log'), 'a');
	children.push(spawn(path.join(build, 'cgi/site.fcgi'), ['-c', conf_file], {stdio: ['ignore', log, log]}));
	return Array.from({length: floors}, (_, i) => path.join(work, `site.${i}.sock`));
}

// The page's own statement, prepared, over as many connections as the site has workers.
function pgbench(pgbin, id) {
	const [, query] = /-- name: site_article :one\n(?:-- .*\n)*([^]*?)\n\n/.exec(fs.readFileSync(path.join(top, 'sql/queries/site.sql'), 'utf8') + '\n\n');
	const script = path.join(work, 'article.sql'), log = path.join(work, 'pgbench');
	fs.writeFileSync(script, `\\set id ${id}\n${query.trim().replaceAll('$1', ':id')};\n`);
	const out = execFileSync(path.join(pgbin, 'pgbench'), ['-n', '-M', 'prepared', '-c', String(floors), '-j', '2', '-T', String(seconds), '-l',
		`--log-prefix=${log}`, '-f', script, conf('site.conf', 'database_site')], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
	const us = [];
	for (const f of fs.readdirSync(work).filter((n) => n.startsWith('pgbench'))) {
		for (const line of fs.readFileSync(path.join(work, f), 'utf8').split('\n'))
			if (line !== '')
				us.push(Number(line.split(' ')[2]));
		fs.rmSync(path.join(work, f));
	}
	us.sort((a, b) => a - b);
	const at = (q) => us[Math.min(us.length - 1, Math.floor(us.length * q))] / 1000;
	return {rate: Number(/tps = ([\d.]+)/.exec(out)[1]), p50: at(0.5), p99: at(0.99)};
}

const median = (v) => [...v].sort((a, b) => a - b)[v.length >> 1];

function report(figures, page) {
	const by = (name) => ({
		rate: median(figures[name].map((f) => f.rate)), p50: median(figures[name].map((f) => f.p50)), p99: median(figures[name].map((f) => f.p99)),
	});
	const ratio = (a, b) => (by(a).rate / by(b).rate).toFixed(2);
	console.log(`\nOne article page of ${page} bytes; ${connections} connections; medians of ${rounds} rounds of ${seconds} s, interleaved; ${os.cpus().length} processors, ${os.cpus()[0].model.trim()}\n`);
	console.log('                                    req/s     p50 ms    p99 ms');
	for (const name of Object.keys(figures)) {
		const f = by(name);
		console.log(`${name.padEnd(30)}${f.rate.toFixed(0).padStart(11)}${f.p50.toFixed(2).padStart(11)}${f.p99.toFixed(2).padStart(10)}`);
	}
	console.log('\nprocessor time of a request, µs      nginx   program  database');
	for (const name of Object.keys(figures).filter((n) => figures[n][0].cpu)) {
		const f = figures[name].map((x) => x.cpu);
		console.log(`${name.padEnd(32)}${[0, 1, 2].map((i) => median(f.map((x) => x[i]).filter(Number.isFinite)).toFixed(0).padStart(10)).join('')}`);
	}
	console.log(`\nour page, cache off / floor      ${ratio('our page, cache off', 'floor program')}   (aim 0.90)`);
	console.log(`our page, rendered anew / floor  ${ratio('our page, rendered anew', 'floor program')}`);
	console.log(`our page, from the cache / static ${ratio('our page, from the cache', 'nginx static file')}  (aim 0.80)`);
	console.log(`our page, cache off / static     ${ratio('our page, cache off', 'nginx static file')}`);
}

async function main() {
	if (process.env.BENCH_VAR === undefined) {
		execFileSync(path.join(top, 'run'), ['--detach'], {env: instance, stdio: ['ignore', 'inherit', 'inherit']});
		started = true;
	}
	const run = JSON.parse(fs.readFileSync(path.join(varDir, 'run.json'), 'utf8'));
	const psql = (text) => execFileSync('psql', ['-XAtq', '-d', run.database, '-c', text], {encoding: 'utf8'}).trim();
	// The longest article of the sample newsroom: near the size of a real report.
	const [id, slug] = psql("SELECT article_id, slug FROM site.live ORDER BY octet_length(body_html) DESC, article_id LIMIT 1").split('|');
	const address = `/a/${id}/${slug}`;
	const {text, status} = await get(run.site + address);
	const html = Buffer.from(psql(`SELECT encode(convert_to(body_html, 'UTF8'), 'hex') FROM site.live WHERE article_id = ${id}`), 'hex').toString();
	const at = text.indexOf(html);
	if (status !== 200 || at < 0)
		throw new Error(`no page to measure at ${address}`);
	const file = (name, content) => {
		fs.writeFileSync(path.join(work, name), content);
		return path.join(work, name);
	};
	const page = file('page.html', text), before = file('before', text.slice(0, at)), after = file('after', text.slice(at + html.length));
	fs.chmodSync(work, 0o755);

	const floorSockets = Array.from({length: floors}, (_, i) => path.join(work, `floor.${i}.sock`));
	for (const socket of floorSockets)
		start(path.join(build, 'bench/floor'), [socket, id, before, after], {FLOOR_DATABASE: conf('site.conf', 'database_site')});
	const dir = conf('site.conf', 'socket_dir');
	const frontSockets = fs.readdirSync(dir).filter((n) => /^site\.\d+\.sock$/.test(n)).map((n) => path.join(dir, n));
	const server = start('nginx', ['-p', work, '-e', path.join(work, 'error.log'), '-c', file('nginx.conf', nginxConf({frontSockets, anewSockets: start_anew(), floorSockets, page, address}))]);

	const urls = {
		'nginx static file': port + 10, 'our page, from the cache': port + 13, 'our page, cache off': port + 12, 'our page, rendered anew': port + 14, 'floor program': port + 11,
	};
	for (const [name, p] of Object.entries(urls)) {
		let got;
		for (let i = 0; i < 100 && got === undefined; i++)
			got = await get(`http://127.0.0.1:${p}${address}`).catch(() => sleep(50));
		if (got?.status !== 200 || got.text !== text)
			throw new Error(`${name} does not give the page: ${got?.status}`);
	}
	const pgbin = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1'], {encoding: 'utf8'}).trim();
	const figures = Object.fromEntries([...Object.keys(urls), 'pgbench, the page\'s statement'].map((n) => [n, []]));
	for (const p of Object.values(urls))
		execFileSync('wrk', ['-t2', `-c${connections}`, '-d1s', `http://127.0.0.1:${p}${address}`]);
	const parts = () => [
		children_of(server.pid),
		children.filter((c) => c.spawnfile.endsWith('floor')).map((c) => c.pid).concat(programs()),
		lines_of(psql("SELECT pid FROM pg_stat_activity WHERE usename = 'site_reader'")),
	];
	for (let round = 1; round <= rounds; round++) {
		for (const [name, p] of Object.entries(urls)) {
			const measured = parts();
			const begun = measured.map(cpu);
			const figure = wrk(`http://127.0.0.1:${p}${address}`);
			figure.cpu = measured.map((pids, i) => (cpu(pids) - begun[i]) / (figure.rate * seconds));
			figures[name].push(figure);
		}
		figures['pgbench, the page\'s statement'].push(pgbench(pgbin, id));
		process.stderr.write(`round ${round} of ${rounds}\n`);
	}
	report(figures, Buffer.byteLength(text));
}

try {
	await main();
} finally {
	for (const child of children)
		child.kill('SIGTERM');
	if (started)
		execFileSync(path.join(top, 'run'), ['--stop'], {env: instance, stdio: ['ignore', 'ignore', 'inherit']});
	await sleep(300);
	fs.rmSync(work, {recursive: true, force: true});
}
