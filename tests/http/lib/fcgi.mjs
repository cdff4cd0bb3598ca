// A FastCGI 1.0 client for tests: speaks to a program's Unix socket as nginx would, and lets a
// test send what nginx never would.
import net from 'node:net';

const BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6;
const KEEP = 1;

export function record(type, content, id = 1) {
	const body = Buffer.from(content);
	const head = Buffer.from([1, type, id >> 8, id & 255, body.length >> 8, body.length & 255, 0, 0]);
	return Buffer.concat([head, body]);
}

// A stream's records, with the empty one that ends it.
function stream(type, content) {
	const out = [];
	for (let at = 0; at < content.length; at += 65528)
		out.push(record(type, content.subarray(at, at + 65528)));
	out.push(record(type, ''));
	return Buffer.concat(out);
}

function lengthOf(n) {
	return n < 128 ? Buffer.from([n])
		: Buffer.from([(n >>> 24) | 0x80, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
}

export function encodeParams(params) {
	const out = [];
	for (const [name, value] of Object.entries(params)) {
		if (value === undefined)
			continue;
		const n = Buffer.from(name), v = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
		out.push(lengthOf(n.length), lengthOf(v.length), n, v);
	}
	return Buffer.concat(out);
}

// The parameters that conf/ makes nginx send.
export function paramsOf({method = 'GET', path = '/', headers = {}, body, params = {}}) {
	const p = {
		REQUEST_METHOD: method,
		REQUEST_URI: path,
		QUERY_STRING: String(path).split('?')[1] ?? '',
		CONTENT_TYPE: '',
		CONTENT_LENGTH: body === undefined ? '' : body.length,
		REQUEST_ID: '0123456789abcdef0123456789abcdef',
		REMOTE_ADDR: '127.0.0.1',
		HTTP_HOST: 'localhost:8081',
	};
	for (const [name, value] of Object.entries(headers)) {
		const key = name.toUpperCase().replaceAll('-', '_');
		p[key === 'CONTENT_TYPE' ? key : `HTTP_${key}`] = value;
	}
	return {...p, ...params};
}

export function encodeRequest(req, keep = false) {
	const body = req.body === undefined ? Buffer.alloc(0) : Buffer.from(req.body);
	return Buffer.concat([
		record(BEGIN, [0, 1, keep ? KEEP : 0, 0, 0, 0, 0, 0]),
		stream(PARAMS, encodeParams(paramsOf({...req, body: req.body === undefined ? undefined : body}))),
		stream(STDIN, body),
	]);
}

// What the program wrote, as an HTTP answer.
export function parseAnswer(out) {
	const end = out.indexOf('\r\n\r\n');
	if (end < 0)
		throw new Error(`no header block in ${JSON.stringify(out.toString().slice(0, 200))}`);
	const headers = new Map();
	const cookies = [];
	for (const line of out.subarray(0, end).toString().split('\r\n')) {
		const colon = line.indexOf(':');
		const name = line.slice(0, colon).toLowerCase(), value = line.slice(colon + 1).trim();
		if (name === 'set-cookie')
			cookies.push(value);
		else
			headers.set(name, value);
	}
	const body = out.subarray(end + 4);
	return {
		status: Number((headers.get('status') ?? '200').slice(0, 3)),
		headers, cookies, body, text: body.toString(),
	};
}

// One connection; request() may be called again if keep was true.
export class Connection {
	static open(path) {
		return new Promise((resolve, reject) => {
			const socket = net.connect(path);
			socket.once('connect', () => resolve(new Connection(socket)));
			socket.once('error', reject);
		});
	}

	constructor(socket) {
		this.socket = socket;
		this.data = Buffer.alloc(0);
		this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
		socket.on('data', (d) => { this.data = Buffer.concat([this.data, d]); this.wake?.(); });
		socket.on('error', (e) => { this.error = e; this.wake?.(); });
		socket.on('close', () => { this.ended = true; this.wake?.(); });
	}

	write(bytes) {
		this.socket.write(bytes);
	}

	// Read records up to END_REQUEST.
	async answer(timeout = 20000) {
		const out = [];
		const limit = Date.now() + timeout;
		for (;;) {
			while (this.data.length >= 8) {
				const n = this.data.readUInt16BE(4), pad = this.data[6];
				if (this.data.length < 8 + n + pad)
					break;
				const type = this.data[1], content = this.data.subarray(8, 8 + n);
				this.data = this.data.subarray(8 + n + pad);
				if (type === STDOUT)
					out.push(content);
				if (type === END)
					return parseAnswer(Buffer.concat(out));
			}
			if (this.ended)
				throw new Error('the program closed the connection without an answer');
			if (Date.now() > limit)
				throw new Error('no answer in time');
			await new Promise((resolve) => {
				const t = setTimeout(resolve, Math.max(1, limit - Date.now()));
				this.wake = () => { clearTimeout(t); resolve(); };
			});
		}
	}

	async request(req, keep = true) {
		this.write(encodeRequest(req, keep));
		return this.answer();
	}

	close() {
		this.socket.destroy();
	}
}

// One request on a connection of its own.
export async function fcgi(path, req) {
	const c = await Connection.open(path);
	try {
		return await c.request(req, false);
	} finally {
		c.close();
	}
}
