// Pictures made at test time, by libvips' command and exiftool, and forms that carry them.
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-pictures-'));
process.on('exit', () => fs.rmSync(dir, {recursive: true, force: true}));
let made = 0;

export const vips = (...args) => execFileSync('vips', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
export const header = (file, field) => execFileSync('vipsheader', ['-f', field, file], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim();

// A picture of its own, left half red and right half blue, the upper half brighter: turned or mirrored, it shows.
export function make(width, height, ext = 'jpg', options = '') {
	const at = path.join(dir, `p${made++}`);
	const half = Math.max(1, Math.floor(width / 2));
	const n = randomBytes(1)[0] % 50;
	vips('black', `${at}-l.v`, String(half), String(height), '--bands', '3');
	vips('linear', `${at}-l.v`, `${at}-red.v`, '1', `${200 + n} 20 20`, '--uchar');
	vips('black', `${at}-r.v`, String(width - half), String(height), '--bands', '3');
	vips('linear', `${at}-r.v`, `${at}-blue.v`, '1', `20 20 ${200 + (randomBytes(1)[0] % 50)}`, '--uchar');
	vips('join', `${at}-red.v`, `${at}-blue.v`, `${at}-both.v`, 'horizontal');
	vips('copy', `${at}-both.v`, `${at}.v`, '--interpretation', 'srgb');
	vips('copy', `${at}.v`, `${at}.${ext}${options}`);
	// Another one every time, by a comment where the format has one.
	return `${at}.${ext}`;
}

export const exiftool = (file, ...args) => execFileSync('exiftool', ['-q', '-overwrite_original', ...args, file], {encoding: 'utf8'});

// Everything that a picture can tell of its maker.
export function burden(file) {
	exiftool(file, '-EXIF:Make=Canon', '-EXIF:Artist=Wen Hai', '-GPSLatitude=30.2741', '-GPSLatitudeRef=N', '-GPSLongitude=120.1551',
		'-GPSLongitudeRef=E', '-XMP-dc:Creator=Wen Hai', '-XMP-photoshop:City=Hangzhou', ...(/\.jpe?g$/.test(file) ? ['-IPTC:By-line=Wen Hai', '-Comment=secret'] : []));
	return file;
}

// multipart/form-data as a browser writes it: fields, then files ({name, bytes, type}).
export function form(fields, files = [], field = 'file') {
	const boundary = `----WebKitFormBoundary${randomBytes(8).toString('hex')}`;
	const parts = [];
	for (const [name, value] of Object.entries(fields))
		parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
	for (const f of files)
		parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${f.name.replace(/"/g, '%22')}"\r\n` +
			`Content-Type: ${f.type ?? 'application/octet-stream'}\r\n\r\n`), f.bytes, Buffer.from('\r\n'));
	parts.push(Buffer.from(`--${boundary}--\r\n`));
	return {body: Buffer.concat(parts), type: `multipart/form-data; boundary=${boundary}`};
}

// Send files as ${person}; as a program does unless ${accept} says otherwise.
export async function upload(person, files, {fields = {}, accept = 'application/json', headers = {}} = {}) {
	const {body, type} = form({csrf: await person.token(), ...fields}, [].concat(files).map((f) =>
		typeof f === 'string' ? {name: path.basename(f), bytes: fs.readFileSync(f)} : f));
	const r = await person.ask('POST', '/media', body, {'content-type': type, 'content-length': body.length, 'sec-fetch-site': 'same-origin', accept, ...headers});
	return {...r, json: /json/.test(r.headers['content-type'] ?? '') ? JSON.parse(r.text) : undefined};
}

// Wait until the worker is done with a picture.
export async function settled(person, id, limit = 60000) {
	const end = Date.now() + limit;
	for (;;) {
		const r = await person.get(`/media/${id}/state`);
		const state = JSON.parse(r.text);
		if (state.state !== 'pending' || Date.now() > end)
			return state;
		await new Promise((resolve) => { setTimeout(resolve, 200); });
	}
}
