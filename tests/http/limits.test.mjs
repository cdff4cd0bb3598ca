// How often one address may ask: far more than a newsroom does behind its one address, far less than a flood.
import assert from 'node:assert/strict';
import http from 'node:http';
import {before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {run, words} from './lib/instance.mjs';

const desk = new URL(run.desk);
// Each test comes from an address of its own, so that none is in the way of what else is running.
const from = (localAddress, path, method = 'GET') => new Promise((resolve, reject) => {
	const headers = {host: desk.host, 'accept-language': 'en', ...(method === 'POST' ? {'content-type': 'application/x-www-form-urlencoded', 'content-length': 0} : {})};
	http.request({host: '127.0.0.1', localAddress, port: desk.port, path, method, headers, agent: false}, (res) => {
		let text = '';
		res.on('data', (d) => { text += d; });
		res.on('end', () => resolve({status: res.statusCode, headers: res.headers, text}));
	}).on('error', reject).end();
});
const count = (all, status) => all.filter((r) => r.status === status).length;

async function flood(address, path, method, n) {
	const all = [];
	while (all.length < n)
		all.push(...await Promise.all(Array.from({length: 50}, () => from(address, path, method))));
	return all;
}

describe('asking too often', () => {
	let refused;
	before(async () => {
		refused = (await flood('127.0.0.71', '/login', 'POST', 700)).find((r) => r.status === 429);
	});

	it('is told in both languages, with what to do and when', () => {
		assert.ok(refused, 'a flood is met');
		assert.match(refused.headers['content-type'], /^text\/html/);
		assert.ok(Number(refused.headers['retry-after']) > 0);
		assert.equal(refused.headers['cache-control'], 'no-store');
		assert.match(refused.headers['content-security-policy'], /default-src 'none'/);
		assert.match(words(refused.text), /请等十秒/);
		assert.match(words(refused.text), /Wait ten seconds/);
	});

	it('to sign in is no matter for three hundred people behind one address', async () => {
		const all = await flood('127.0.0.72', '/login', 'POST', 300);
		assert.equal(count(all, 429), 0);
		// Few are judged at once, and the others told so.
		assert.equal(count(all, 403) + count(all, 503), all.length);
	});

	it('to sign in shuts out neither the page, nor what is written, nor anybody else, and ends by itself', async () => {
		assert.ok(count(await flood('127.0.0.73', '/login', 'POST', 700), 429) > 0);
		assert.equal((await from('127.0.0.73', '/login')).status, 200);
		assert.equal((await from('127.0.0.73', '/articles', 'POST')).status, 403, 'the desk itself refuses what no page of it sent');
		assert.notEqual((await from('127.0.0.73', '/logout', 'POST')).status, 429, 'and may leave');
		assert.notEqual((await from('127.0.0.74', '/login', 'POST')).status, 429);
		await sleep(1000);
		assert.equal((await from('127.0.0.73', '/login', 'POST')).status, 403);
	});

	it('for shared previews too', async () => {
		const at = `/preview/${'0'.repeat(64)}`;
		assert.equal(count(await flood('127.0.0.75', at, 'GET', 100), 429), 0, 'a meeting that opens one link');
		const met = (await flood('127.0.0.75', at, 'GET', 500)).find((r) => r.status === 429);
		assert.ok(met, 'a flood is met');
		assert.equal(met.headers['referrer-policy'], 'no-referrer');
		assert.equal((await from('127.0.0.76', at)).status, 404);
		await sleep(1000);
		assert.equal((await from('127.0.0.75', at)).status, 404);
	});
});
