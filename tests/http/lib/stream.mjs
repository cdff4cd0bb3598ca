// A stream of server-sent events, read as a browser reads it.
import http from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {run} from './instance.mjs';

export class Stream {
	heard = []; // {at, what}
	ended = false;

	/** Opens ${path} for ${person}; resolves with its status once it is open or refused. */
	static open(person, path, headers = {}) {
		const stream = new Stream();
		const url = new URL(run.desk);
		const cookie = [...person.jar].map(([k, v]) => `${k}=${v}`).join('; ');
		return new Promise((resolve, reject) => {
			stream.request = http.get({
				host: url.hostname, port: url.port, path, agent: false,
				headers: {host: url.host, accept: 'text/event-stream', ...(cookie ? {cookie} : {}), ...headers},
			}, (res) => {
				stream.status = res.statusCode;
				stream.headers = res.headers;
				let text = '';
				res.on('data', (d) => {
					text += d;
					for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) stream.#take(text.slice(0, end));
				});
				res.on('close', () => { stream.ended = true; });
				res.on('error', () => {});
				resolve(stream);
			}).on('error', reject);
		});
	}

	#take(block) {
		const data = block.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
		if (data !== '') this.heard.push({at: Date.now(), ...JSON.parse(data)});
	}

	/** Waits until ${what} was heard; the time of that. */
	async hears(what, limit = 5000) {
		const until = Date.now() + limit;
		for (;;) {
			const found = this.heard.find((one) => one.what.includes(what));
			if (found) return found.at;
			if (Date.now() > until) throw new Error(`no "${what}" within ${limit} ms; heard ${JSON.stringify(this.heard)}`);
			await sleep(5);
		}
	}

	forget() {
		this.heard = [];
	}

	close() {
		this.request.destroy();
	}
}
