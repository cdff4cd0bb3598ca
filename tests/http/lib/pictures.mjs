// Pictures made at test time, by libvips' command and exiftool, and forms that carry them.
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {painted, pixels} from '../../browser/lib/png.mjs';

export const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-pictures-'));
process.on('exit', () => fs.rmSync(dir, {recursive: true, force: true}));
let made = 0;

export const vips = (...args) => execFileSync('vips', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
// What the headers of files say in ${field}, in their order.
export const headers = (files, field) => execFileSync('vipsheader', ['-f', field, ...files], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}).trim().split('\n').map((s) => s.trim());

// The pixels of a picture at these places, each [x, y].
export function pixelsAt(file, places) {
	const at = path.join(dir, `pixels-${made++}.v`);
	vips('copy', file, at);
	// libvips' own format: numbers at fixed places, of which BandFmt 0 is one byte a band, then the pixels.
	const v = fs.readFileSync(at);
	fs.rmSync(at);
	const [width, , bands] = [4, 8, 12].map((n) => v.readInt32LE(n));
	if (v.readInt32LE(20) !== 0)
		throw new Error(`${file} has more than a byte for each colour`);
	return places.map(([x, y]) => [...v.subarray(64 + (y * width + x) * bands, 64 + (y * width + x + 1) * bands)]);
}

// A file of what was painted: PNG, or what libvips makes of that.
export function store(png, ext, options = '') {
	const at = path.join(dir, `p${made++}`);
	fs.writeFileSync(`${at}.png`, png);
	if (ext !== 'png' || options !== '')
		vips('copy', `${at}.png`, `${at}.${ext}${options}`);
	return `${at}.${ext}`;
}

// A picture of its own, left half red and right half blue: turned or mirrored, it shows.  No two are the same.
export function make(width, height, ext = 'jpg', options = '') {
	const half = Math.max(1, Math.floor(width / 2));
	const [a, b, c, d] = randomBytes(4);
	const row = Buffer.concat([pixels(half, [200 + (a % 50), c % 40, 20]), pixels(width - half, [d % 40, 20, 200 + (b % 50)])]);
	const file = store(painted(width, height, (to) => to.set(row)), ext, options);
	// Shades that are close are one in a JPEG, so that has a comment.
	if (ext === 'jpg') {
		const bytes = fs.readFileSync(file);
		fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 34]), Buffer.from(randomBytes(16).toString('hex')), bytes.subarray(2)]));
	}
	return file;
}

export const exiftool = (file, ...args) => execFileSync('exiftool', ['-q', '-overwrite_original', ...args, file], {encoding: 'utf8'});

// Everything that a picture can tell of its maker.
export function burden(file) {
	exiftool(file, '-EXIF:Make=Canon', '-EXIF:Artist=Wen Hai', '-GPSLatitude=30.2741', '-GPSLatitudeRef=N', '-GPSLongitude=120.1551',
		'-GPSLongitudeRef=E', '-XMP-dc:Creator=Wen Hai', '-XMP-photoshop:City=Hangzhou', ...(/\.jpe?g$/.test(file) ? ['-IPTC:By-line=Wen Hai', '-Comment=secret'] : []));
	return file;
}

const u32 = (n) => {
	const b = Buffer.alloc(4);
	b.writeUInt32BE(n);
	return b;
};
const boxAt = (bytes, type) => bytes.indexOf(type) - 4;
const boxOf = (bytes, type) => bytes.subarray(boxAt(bytes, type), boxAt(bytes, type) + bytes.readUInt32BE(boxAt(bytes, type)));

// An AVIF as libheif writes it, with its places moved by ${by}: version 0 of iloc, an extent for each item.
function moved(avif, by) {
	const bytes = Buffer.from(avif);
	const at = boxAt(bytes, 'iloc') + 16;
	for (let i = 0; i < bytes.readUInt16BE(at - 2); i++)
		bytes.writeUInt32BE(bytes.readUInt32BE(at + 18 * i + 4) + by, at + 18 * i + 4);
	return bytes;
}

// The same with another size told (ispe).
export function told(avif, width, height) {
	const bytes = Buffer.from(avif);
	bytes.set(Buffer.concat([u32(width), u32(height)]), boxAt(bytes, 'ispe') + 12);
	return bytes;
}

// The same of which ${width} x ${height} in the middle are shown (clap).
export function cropped(avif, width, height) {
	const clap = Buffer.concat([u32(40), Buffer.from('clap'), ...[width, 1, height, 1, 0, 1, 0, 1].map(u32)]);
	const bytes = moved(avif, clap.length + 1);
	const grow = (type, by) => bytes.writeUInt32BE(bytes.readUInt32BE(boxAt(bytes, type)) + by, boxAt(bytes, type));
	let properties = 0;
	for (let rest = boxOf(bytes, 'ipco').subarray(8); rest.length > 0; rest = rest.subarray(rest.readUInt32BE(0)))
		properties++;
	// ipma: the first item has one more, which decoders must know.
	const end = boxAt(bytes, 'ipma'), count = end + 18, last = count + 1 + bytes[count];
	bytes[count]++;
	grow('meta', clap.length + 1);
	grow('iprp', clap.length + 1);
	grow('ipco', clap.length);
	grow('ipma', 1);
	return Buffer.concat([bytes.subarray(0, end), clap, bytes.subarray(end, last), Buffer.from([0x80 | (properties + 1)]), bytes.subarray(last)]);
}

// ${avif}, before whose own description stands that of ${other}.
export function described(avif, other) {
	const first = boxOf(other, 'meta');
	const bytes = moved(avif, first.length);
	const at = boxAt(bytes, 'meta');
	return Buffer.concat([bytes.subarray(0, at), first, bytes.subarray(at)]);
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
