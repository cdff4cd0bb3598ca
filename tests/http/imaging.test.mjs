// What the worker and its imager make of a picture: renditions upright, in sRGB, without a word of
// their maker; and what they do with files that only look like pictures, or end them.
import assert from 'node:assert/strict';
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {after, before, beforeEach, describe, it} from 'node:test';
import {sanitized} from './lib/auth.mjs';
import {Person, ask, run, sql, suffix, varDir} from './lib/instance.mjs';
import {burden, cropped, dir, exiftool, headers, make, pixelsAt, settled, store, upload, vips} from './lib/pictures.mjs';
import {painted, pixels} from '../browser/lib/png.mjs';

let author;
before(async () => {
	author = await Person.of('reporter', 'imaging');
	// Making pictures takes longer than a connection is kept.
	author.headers.connection = 'close';
});

// A program of the instance.
const program = (name) => path.join(fs.realpathSync(varDir), 'app/libexec/copydesk', name);
const folder = (key) => path.join(varDir, 'media/rendition', key.slice(0, 2), key);
const pixel = (file, x, y) => pixelsAt(file, [[x, y]])[0];
const near = (got, want, by, what) => got.slice(0, 3).forEach((v, i) => assert.ok(Math.abs(v - want[i]) <= by, `${what}: ${got} is not ${want}`));
const EXT = ['avif', 'jpg', 'webp'];
const LOADER = {avif: 'heifload', jpg: 'jpegload', webp: 'webpload'};

async function ready(file, limit) {
	const r = await upload(author, file);
	assert.equal(r.status, 201, r.text.slice(0, 300));
	const state = await settled(author, r.json.id, limit);
	assert.equal(state.state, 'ready', JSON.stringify(state));
	return state;
}

describe('renditions', () => {
	it('are those that follow from the size, each of the size that its name says', async () => {
		const m = await ready(make(1000, 700));
		const whole = [320, 480, 640, 960, 1000].map((w) => [`w-${w}`, w, Math.round(w * 0.7)]);
		const crops = [['16x9', [320, 640, 1000], 9 / 16], ['4x3', [320, 640, 933], 3 / 4], ['1x1', [320, 640, 700], 1]]
			.flatMap(([name, widths, ratio]) => widths.map((w) => [`${name}-${w}-50-50`, w, Math.round(w * ratio)]));
		assert.deepEqual(fs.readdirSync(folder(m.key)).sort(), [...whole, ...crops].flatMap(([stem]) => EXT.map((e) => `${stem}.${e}`)).sort());
		const made = [...whole, ...crops].flatMap(([stem, w, h]) => EXT.map((e) => ({e, w, h, file: path.join(folder(m.key), `${stem}.${e}`)})));
		const [widths, heights, loaders] = ['width', 'height', 'vips-loader'].map((field) => headers(made.map(({file}) => file), field));
		made.forEach(({e, w, h, file}, i) => {
			assert.equal(widths[i], String(w), file);
			assert.ok(Math.abs(Number(heights[i]) - h) <= 1, `${file}: ${heights[i]} is not ${h}`);
			assert.equal(loaders[i], LOADER[e], file);
			assert.equal(fs.statSync(file).mode & 0o777, 0o640);
		});
		const blur = Buffer.from(sql(`SELECT encode(blur, 'hex') FROM core.media WHERE id = ${m.id}`), 'hex');
		assert.ok(blur.length > 30 && blur.length <= 600 && blur.subarray(8, 12).toString() === 'WEBP');
	});
	it('of a picture of one pixel are one pixel', async () => {
		const m = await ready(make(2, 1, 'png'));
		assert.deepEqual(fs.readdirSync(folder(m.key)).filter((f) => f.endsWith('.jpg')).sort(), ['16x9-1-50-50.jpg', '1x1-1-50-50.jpg', '4x3-1-50-50.jpg', 'w-2.jpg']);
	});
	it('follow the focal point, and a new one makes only the crops anew', async () => {
		const m = await ready(make(800, 300));
		const whole = path.join(folder(m.key), 'w-640.jpg');
		const stamp = fs.statSync(whole).mtimeMs;
		near(pixel(path.join(folder(m.key), '1x1-300-50-50.jpg'), 5, 150), [225, 20, 20], 45, 'left of the middle');
		sql(`UPDATE core.media SET focal_x = 90, focal_y = 10 WHERE id = ${m.id}`);
		for (let i = 0; i < 100 && !fs.existsSync(path.join(folder(m.key), '1x1-300-90-10.avif')); i++)
			await new Promise((resolve) => { setTimeout(resolve, 200); });
		near(pixel(path.join(folder(m.key), '1x1-300-90-10.jpg'), 5, 150), [20, 20, 225], 45, 'on the right');
		assert.equal(fs.statSync(whole).mtimeMs, stamp);
		assert.equal((await settled(author, m.id)).state, 'ready');
	});
	it('are shown to staff at any width that is asked for', async () => {
		const m = await ready(make(500, 400));
		for (const [variant, type, w] of [['w-640.webp', 'image/webp', 500], ['w-400.jpg', 'image/jpeg', 480], ['1x1-640.avif', 'image/avif', 400], ['16x9-1.jpg', 'image/jpeg', 320]]) {
			const r = await author.get(`/media/${m.id}/file/${variant}`);
			assert.equal(r.status, 200);
			assert.equal(r.headers['content-type'], type);
			const file = path.join(dir, `got-${variant}`);
			fs.writeFileSync(file, r.body);
			assert.deepEqual(headers([file], 'width'), [String(w)], variant);
			const again = await author.get(`/media/${m.id}/file/${variant}`, {'if-none-match': r.headers.etag});
			assert.equal(again.status, 304);
		}
		assert.equal((await author.get(`/m/${m.key}/w-480.webp`)).status, 200);
		assert.equal((await ask(run.desk, {path: `/m/${m.key}/w-480.webp`})).status, 404);
		assert.equal((await ask(run.site, {path: `/m/${m.key}/w-480.webp`})).status, 404);
	});
});

describe('what a picture tells of its maker', () => {
	for (const ext of ['jpg', 'png', 'webp', 'avif'])
		it(`is gone from every rendition of ${ext}`, async () => {
			const file = burden(make(430, 320, ext));
			const told = execFileSync('exiftool', ['-a', '-G1', file], {encoding: 'utf8'});
			assert.match(told, /GPS/, 'it was there');
			assert.match(told, /Wen Hai/);
			assert.match(told, /Hangzhou/);
			const m = await ready(file);
			const files = fs.readdirSync(folder(m.key));
			assert.ok(files.length > 20);
			const left = execFileSync('exiftool', ['-a', '-q', '-G0', '-s', folder(m.key)], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
			assert.doesNotMatch(left, /^\[(EXIF|XMP|IPTC|ICC_Profile|Photoshop|MakerNotes)\]|GPS|Wen Hai|Hangzhou|Canon/m);
			for (const f of files)
				assert.doesNotMatch(fs.readFileSync(path.join(folder(m.key), f), 'latin1'), /Wen Hai|Hangzhou|Canon|secret|Exif\0\0|http:\/\/ns\.adobe\.com/, f);
			const blur = sql(`SELECT encode(blur, 'escape') FROM core.media WHERE id = ${m.id}`);
			assert.doesNotMatch(blur, /EXIF|XMP |ICCP/);
		});
});

describe('a picture is shown as it was meant', () => {
	const [R, G, B, W] = [[220, 20, 20], [20, 200, 20], [20, 20, 220], [240, 240, 240]];
	const shown = {1: [R, G, B, W], 2: [G, R, W, B], 3: [W, B, G, R], 4: [B, W, R, G], 5: [R, B, G, W], 6: [B, R, W, G], 7: [W, G, B, R], 8: [G, W, R, B]};
	for (const [orientation, corners] of Object.entries(shown))
		it(`by orientation ${orientation}`, async () => {
			const [top, bottom] = [[R, G], [B, W]].map((two) => Buffer.concat(two.map((colour) => pixels(100, colour))));
			const file = store(painted(200, 150, (row, y) => row.set(y < 75 ? top : bottom)), 'jpg', '[Q=95]');
			exiftool(file, '-n', `-Orientation=${orientation}`, `-Comment=${suffix}`);
			const r = await upload(author, file);
			const m = await settled(author, r.json.id);
			const [w, h] = orientation >= 5 ? [150, 200] : [200, 150];
			assert.deepEqual([r.json.width, r.json.height], [w, h], 'before');
			assert.deepEqual([m.width, m.height], [w, h], 'after');
			for (const e of EXT)
				pixelsAt(path.join(folder(m.key), `w-${w}.${e}`), [[30, 30], [w - 30, 30], [30, h - 30], [w - 30, h - 30]]).forEach((got, i) =>
					near(got, corners[i], 14, `${e} corner ${i}`));
		});
	it('by the crop of an AVIF, which is of its own size then', async () => {
		const m = await ready({name: 'crop.avif', bytes: cropped(fs.readFileSync(make(200, 150, 'avif')), 120, 90)});
		assert.deepEqual([m.width, m.height], [120, 90]);
		for (const e of EXT)
			assert.deepEqual(['width', 'height'].map((side) => headers([path.join(folder(m.key), `w-120.${e}`)], side)[0]), ['120', '90'], e);
	});
	it('in sRGB, whatever profile it came with', async () => {
		const plain = make(200, 150, 'png');
		vips('icc_transform', plain, `${dir}/p3.jpg[Q=95]`, 'p3', '--input-profile', 'srgb');
		assert.match(execFileSync('exiftool', ['-ICC_Profile:all', `${dir}/p3.jpg`], {encoding: 'utf8'}), /P3/, 'it has its profile');
		const stored = pixel(`${dir}/p3.jpg`, 25, 75);
		const want = pixel(plain, 25, 75);
		assert.ok(Math.abs(stored[0] - want[0]) > 8 || Math.abs(stored[1] - want[1]) > 8, 'which makes a difference');
		const m = await ready(`${dir}/p3.jpg`);
		for (const e of EXT)
			near(pixel(path.join(folder(m.key), `w-200.${e}`), 25, 75), want, 8, e);
	});
	it('on white where a JPEG has no transparency, and transparent else', async () => {
		const m = await ready(store(painted(200, 150, () => {}, {bands: 4}), 'png'));
		near(pixel(path.join(folder(m.key), 'w-200.jpg'), 100, 75), [255, 255, 255], 2, 'paper');
		assert.equal(pixel(path.join(folder(m.key), 'w-200.webp'), 100, 75)[3], 0);
		assert.equal(pixel(path.join(folder(m.key), 'w-200.avif'), 100, 75)[3], 0);
	});
	it('in grey, in CMYK, in 16 bits', async () => {
		const plain = make(200, 120, 'png');
		vips('colourspace', plain, `${dir}/grey.png`, 'b-w');
		vips('colourspace', plain, `${dir}/deep.png`, 'rgb16');
		vips('icc_transform', plain, `${dir}/cmyk.jpg`, 'cmyk', '--input-profile', 'srgb');
		for (const f of ['grey.png', 'deep.png', 'cmyk.jpg']) {
			const m = await ready(`${dir}/${f}`);
			assert.deepEqual(headers([path.join(folder(m.key), 'w-200.jpg')], 'bands'), ['3'], f);
		}
	});
});

// The sanitizers' memory is not what is measured, and the libraries that decode have none.
describe('the largest that may come', {skip: sanitized()}, () => {
	// AVIF with all of its colour, which is what takes most.
	for (const [ext, options] of [['jpg', ''], ['png', ''], ['webp', '[effort=0]'], ['avif', '[effort=0,subsample_mode=off]']])
		it(`60 megapixels of ${ext} fit the imager's memory and time`, async () => {
			// The imager's own limits are what is tested: on a slow machine it is waited for.
			const m = await ready(make(9000, 6660, ext, options), 180000);
			assert.equal(fs.readdirSync(folder(m.key)).length, 42);
			near(pixel(path.join(folder(m.key), 'w-1280.jpg'), 1270, 900), [20, 20, 225], 45, 'on the right');
		});
});

// The program itself, past the look at the frame that an upload takes before it.
describe('the imager', () => {
	const made = (type, bytes) => spawnSync(program('copydesk-imager'), [type, 'whole', '50', '50'], {input: bytes, maxBuffer: 1 << 26});
	const plain = (ext) => fs.readFileSync(make(64, 48, ext));
	const others = [
		['GIF', () => plain('gif')],
		['TIFF', () => plain('tif')],
		['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="9" height="9"/></svg>')],
		['PPM', () => plain('ppm')],
	];
	for (const [kind, bytes] of others)
		it(`takes no ${kind} by any name`, () => {
			const b = bytes();
			for (const type of ['jpeg', 'png', 'webp', 'avif']) {
				const r = made(type, b);
				assert.deepEqual([r.status, r.stdout.length], [3, 0], `${type}: ${r.stderr}`);
			}
		});
	it('takes no HEVC for an AVIF', () => {
		const heic = fs.readFileSync(store(painted(64, 48, (row) => row.fill(90)), 'heic', '[compression=hevc]'));
		assert.equal(heic.toString('latin1', 4, 12), 'ftypheic');
		const named = Buffer.from(heic.toString('latin1').replaceAll('heic', 'avif'), 'latin1');
		assert.deepEqual(headers([store(painted(64, 48, (row) => row.fill(90)), 'avif')], 'heif-compression'), ['av1']);
		for (const bytes of [heic, named]) {
			const r = made('avif', bytes);
			assert.deepEqual([r.status, r.stdout.length], [3, 0], String(r.stderr));
		}
		assert.equal(made('avif', plain('avif')).status, 0);
	});
	it('is behind its filter, without new rights, before it reads a byte', {skip: !/^Seccomp_filters:/m.test(fs.readFileSync('/proc/self/status', 'latin1'))}, async () => {
		const child = spawn(program('copydesk-imager'), ['png', 'whole', '50', '50']);
		try {
			const told = (pid) => Object.fromEntries(['NoNewPrivs', 'Seccomp', 'Seccomp_filters'].map((name) => [name, Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))[1])]));
			const want = {NoNewPrivs: 1, Seccomp: 2, Seccomp_filters: told('self').Seccomp_filters + 1};
			for (let i = 0; i < 200 && told(child.pid).Seccomp_filters < want.Seccomp_filters; i++)
				await new Promise((resolve) => { setTimeout(resolve, 50); });
			assert.deepEqual(told(child.pid), want);
			assert.equal(child.exitCode, null, 'it waits for its picture');
		} finally {
			child.kill('SIGKILL');
		}
	});
});

// Those that run.
const running = (name) => fs.readdirSync('/proc').filter((p) => /^\d+$/.test(p)).filter((p) => {
	try {
		return fs.readlinkSync(`/proc/${p}/exe`) === program(name);
	} catch {
		return false;
	}
}).map(Number);

// A new worker, with these lines in its settings.
async function restart(text) {
	fs.writeFileSync(path.join(varDir, 'conf/worker.conf'), text);
	const [old] = running('copydesk-worker');
	process.kill(old, 'SIGKILL');
	for (let i = 0; i < 1200 && [undefined, old].includes(running('copydesk-worker')[0]); i++)
		await new Promise((resolve) => { setTimeout(resolve, 50); });
}

describe('what cannot be decoded', () => {
	it('fails with words, and the worker goes on', async () => {
		const bytes = fs.readFileSync(make(600, 400, 'png'));
		const at = bytes.indexOf('IDAT') + 6;
		bytes.fill(0x5a, at, at + 200);
		const r = await upload(author, {name: 'x.png', bytes});
		assert.equal(r.status, 201, 'its frame is whole');
		const m = await settled(author, r.json.id);
		assert.equal(m.state, 'failed');
		assert.match(m.failure, /damaged inside/);
		assert.equal((await author.get(`/m/${r.json.key}/w-320.jpg`)).status, 404);
		await ready(make(50, 50));
	});
	it('and one whose imager, or whose worker, is killed over it is done by the next', async () => {
		const killed = {};
		for (const victim of ['copydesk-imager', 'copydesk-worker']) {
			const worker = running('copydesk-worker')[0];
			const r = await upload(author, make(1600, 1200, 'png'));
			for (let i = 0; i < 2000 && running('copydesk-imager').length === 0; i++)
				await new Promise((resolve) => { setTimeout(resolve, 5); });
			process.kill(running(victim)[0], 'SIGKILL');
			killed[victim] = r.json.id;
			await new Promise((resolve) => { setTimeout(resolve, 1000); });
			assert.equal(running('copydesk-worker')[0] === worker, victim === 'copydesk-imager', 'the worker outlives its imager');
		}
		// The lease of a minute is over at once.
		sql(`UPDATE core.media SET claimed_until = '-infinity' WHERE id IN (${Object.values(killed)}); NOTIFY media`);
		for (const id of Object.values(killed))
			assert.equal((await settled(author, id, 120000)).state, 'ready');
	});
	describe('by an imager that is another program', () => {
		let puppet, settings;
		const becomes = (script) => fs.writeFileSync(puppet, `#!/bin/sh\n${script}\n`, {mode: 0o755});
		const honest = () => `exec '${program('copydesk-imager')}' "$@"`;
		before(async () => {
			puppet = path.join(fs.realpathSync(varDir), `run/puppet-${process.pid}`);
			settings = fs.readFileSync(path.join(varDir, 'conf/worker.conf'), 'utf8');
			await restart(`${settings}imager = ${puppet}\n`);
		});
		beforeEach(() => becomes(honest()));
		after(async () => {
			await restart(settings);
			for (const f of ['', '-whole', '-crops'])
				fs.rmSync(puppet + f, {force: true});
		});
		it('that lies is not believed, and what was on its way goes', async () => {
			// What a true one says of another picture, and of the same with other files in it.
			const said = (file, ...words) => execFileSync(program('copydesk-imager'), words, {input: fs.readFileSync(file), maxBuffer: 1 << 26});
			const swapped = (bytes, small) => {
				const parts = [];
				for (let at = 0; at < bytes.length;) {
					const end = bytes.indexOf(10, at);
					const [, word, name, n] = /^(\w+) ?(\S*) ?(\d*)/.exec(bytes.toString('latin1', at, end));
					parts.push(word === 'file' ? Buffer.concat([Buffer.from(`file ${name} ${small.length}\n`), small]) : bytes.subarray(at, end + 1));
					at = end + 1 + (word === 'file' ? Number(n) : 0);
				}
				return Buffer.concat(parts);
			};
			const one = make(3, 2), picture = make(640, 480), other = make(320, 200);
			becomes(`exec /bin/cat '${puppet}'-$2`);
			for (const [lie, of, bytes] of [['another size', picture, (w) => said(other, 'jpeg', w, '50', '50')], ['other files', make(640, 400), (w) => swapped(said(make(640, 400), 'jpeg', w, '50', '50'), fs.readFileSync(one))]]) {
				for (const what of ['whole', 'crops'])
					fs.writeFileSync(`${puppet}-${what}`, bytes(what));
				const r = await upload(author, of);
				const m = await settled(author, r.json.id);
				assert.equal(m.state, 'failed', lie);
				assert.deepEqual([m.width, m.height], [r.json.width, r.json.height], lie);
				assert.deepEqual(fs.readdirSync(folder(m.key)), [], lie);
				assert.equal(sql(`SELECT failure FROM core.media WHERE id = ${m.id}`), 'output');
			}
			becomes(honest());
			const r = await upload(author, picture);
			const m = await settled(author, r.json.id);
			assert.equal(m.state, 'ready', 'sent once more, it is made by a true one');
			fs.writeFileSync(path.join(folder(m.key), '1x1-480-1-1.avif.new'), 'x');
			sql(`UPDATE core.media SET focal_x = 90 WHERE id = ${m.id}`);
			for (let i = 0; i < 600 && sql(`SELECT crop_x FROM core.media WHERE id = ${m.id}`) !== '90'; i++)
				await new Promise((resolve) => { setTimeout(resolve, 50); });
			assert.deepEqual(fs.readdirSync(folder(m.key)).filter((f) => f.endsWith('.new')), [], 'what a killed worker left is swept');
		});
		it('that takes more memory or time than it may is ended, and the worker goes on', async () => {
			const kinds = ['jpg', 'png', 'webp', 'avif'];
			const files = kinds.map((ext) => make(60, 40, ext));
			const media = await Promise.all(files.map((file) => ready(file)));
			// What the ended children of a process computed, in seconds.
			const computed = (pid) => fs.readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ').slice(13, 15).reduce((sum, n) => sum + Number(n) / 100, 0);
			const again = async (m) => {
				// The last of its attempts: before that it would be tried once more, half a minute later.
				sql(`UPDATE core.media SET state = 'pending' WHERE id = ${m.id}; UPDATE core.media SET attempts = 2 WHERE id = ${m.id}`);
				return settled(author, m.id, 45000);
			};
			// 4 is IMAGER_MEMORY.
			becomes(['case $1 in', 'jpeg) dd if=/dev/zero of=/dev/null bs=600M count=1 || exit 4 ;;', 'png) while :; do :; done ;;', 'webp) exec sleep 40 ;;', `*) ${honest()} ;;`, 'esac'].join('\n'));
			const [worker] = running('copydesk-worker');
			for (const [i, word] of [...(sanitized() ? [] : [[0, 'memory']]), [1, 'time'], [2, 'time']]) {
				const spent = computed(worker);
				const m = await again(media[i]);
				assert.equal(m.state, 'failed', kinds[i]);
				assert.match(m.failure, /too much time or memory/, kinds[i]);
				assert.equal(sql(`SELECT failure FROM core.media WHERE id = ${m.id}`), word, kinds[i]);
				// By the clock alone it would have had twice that.
				assert.ok(computed(worker) - spent < 11, `${kinds[i]} computed for ${computed(worker) - spent} s`);
				assert.equal(fs.readFileSync(`/proc/${worker}/task/${worker}/children`, 'latin1'), '', `${kinds[i]}: nothing of it is left`);
			}
			assert.equal((await again(media[3])).state, 'ready', 'the next one is made');
			assert.deepEqual(running('copydesk-worker'), [worker], 'by the same worker');
			becomes(honest());
			const {json} = await upload(author, files[1]);
			assert.equal((await settled(author, json.id)).state, 'ready', 'sent once more, it is made');
		});
	});
	it('an original that is gone, too', async () => {
		const id = sql(`INSERT INTO core.media (sha256, type, bytes, width, height, name, uploaded_by, attempts) SELECT sha256('gone ${Date.now()}'), 'jpeg', 5, 5, 5, 'x', min(id), 0 FROM core.app_user RETURNING id; NOTIFY media`);
		// It was tried once, is put off for half a minute, and is not waited for.
		for (let i = 0; i < 100 && sql(`SELECT attempts = 1 AND claimed_until BETWEEN now() AND now() + interval '30 seconds' FROM core.media WHERE id = ${id}`) !== 't'; i++)
			await new Promise((resolve) => { setTimeout(resolve, 50); });
		sql(`UPDATE core.media SET attempts = 2, claimed_until = '-infinity' WHERE id = ${id}; NOTIFY media`);
		const m = await settled(author, id, 45000);
		assert.equal(m.state, 'failed');
		assert.match(m.failure, /Upload it again/);
	});
});
