// Pictures come in: what is taken, what is refused and with which words, and who sees it before it is published.
import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {before, describe, it} from 'node:test';
import {Person, ask, run, sql, varDir, words} from './lib/instance.mjs';
import {cropped, described, exiftool, form, make, settled, told, upload} from './lib/pictures.mjs';

let author, chinese, other, admin;
before(async () => {
	author = await Person.of('reporter', 'media');
	chinese = await Person.of('reporter', 'media-zh', {lang: 'zh'});
	other = await Person.of('editor', 'media-editor');
	admin = await Person.of('admin', 'media-admin');
});

const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const stored = (bytes) => path.join(varDir, 'media/original', sha(bytes).slice(0, 2), sha(bytes));
const drafts = () => fs.readdirSync(path.join(varDir, 'media/original')).filter((f) => f.startsWith('new-'));

describe('an upload', () => {
	it('stores each format under the hash of its bytes, whatever it is called', async () => {
		for (const [ext, type] of [['jpg', 'jpeg'], ['png', 'png'], ['webp', 'webp'], ['avif', 'avif']]) {
			const bytes = fs.readFileSync(make(41, 30, ext));
			const r = await upload(author, {name: '海港.gif', bytes, type: 'image/gif'}, {fields: {alt: 'A ship\nat noon', credit: '文海 摄'}});
			assert.equal(r.status, 201, r.text);
			assert.equal(r.json.key, sha(bytes).slice(0, 32));
			assert.deepEqual([r.json.width, r.json.height, r.json.name], [41, 30, '海港.gif']);
			assert.ok(fs.readFileSync(stored(bytes)).equals(bytes));
			assert.equal(fs.statSync(stored(bytes)).mode & 0o777, 0o640);
			assert.equal(sql(`SELECT type || '/' || alt || '/' || credit FROM core.media WHERE id = ${r.json.id}`), `${type}/A ship at noon/文海 摄`);
			const again = await upload(other, {name: 'x.jpg', bytes});
			assert.equal(again.json.id, r.json.id, 'the same bytes are the same picture');
			const original = await other.get(`/media/${r.json.id}/file/original`);
			assert.equal(original.status, 200);
			assert.equal(original.headers['content-type'], `image/${type}`);
			assert.match(original.headers['cache-control'], /private/);
			assert.match(String(original.headers['content-security-policy']), /sandbox/);
			assert.ok(original.body.equals(bytes));
			assert.equal((await admin.get(`/media/${r.json.id}/file/original`)).status, 404, 'an administrator works with no pictures');
		}
		assert.deepEqual(drafts(), []);
	});
	it('from a page leads to the picture, or to all of them', async () => {
		const one = await upload(author, make(20, 20), {accept: 'text/html'});
		assert.equal(one.status, 303);
		assert.match(one.headers.location, /^\/media\/\d+$/);
		const two = await upload(author, [make(21, 20), make(22, 20)], {accept: 'text/html'});
		assert.equal(two.status, 303);
		assert.equal(two.headers.location, '/media');
	});
	it('turns a picture by what its camera says', async () => {
		const file = make(40, 30);
		exiftool(file, '-n', '-Orientation=6');
		const r = await upload(author, file);
		assert.deepEqual([r.json.width, r.json.height], [30, 40]);
	});
	it('takes names of any kind', async () => {
		for (const [name, want] of [['C:\\Users\\wen\\a.jpg', 'a.jpg'], ['../../etc/x.jpg', 'x.jpg'], ['a\u202egpj.exe', 'agpj.exe'], ['"q".jpg', '"q".jpg'],
			['x'.repeat(300) + '.jpg', 'x'.repeat(200)], ['\u0007', '-']])
			assert.equal((await upload(author, {name, bytes: fs.readFileSync(make(19, 19))})).json.name, want);
	});
});

// Files that are not what they should be, with the word for programs.
const jpeg = () => fs.readFileSync(make(64, 48));
const segment = (marker, data) => Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);
const behindStart = (bytes, ...parts) => Buffer.concat([bytes.subarray(0, 2), ...parts, bytes.subarray(2)]);
const chunk = (type, data) => {
	const n = Buffer.alloc(4);
	n.writeUInt32BE(data.length);
	return Buffer.concat([n, Buffer.from(type), data, Buffer.alloc(4)]);
};
const header = (w, h) => {
	const b = Buffer.alloc(13);
	b.writeUInt32BE(w, 0);
	b.writeUInt32BE(h, 4);
	b.set([8, 2, 0, 0, 0], 8);
	return b;
};
const png = (w, h, ...more) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header(w, h)), ...more, chunk('IDAT', Buffer.alloc(10)), chunk('IEND', Buffer.alloc(0))]);
const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(40), Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
const avif = () => fs.readFileSync(make(64, 48, 'avif'));
const webp = () => fs.readFileSync(make(64, 48, 'webp'));
// As libheif writes it, and says that it is.
const hevc = () => {
	const heic = fs.readFileSync(make(64, 48, 'heic', '[compression=hevc]')).toString('latin1');
	assert.equal(heic.slice(4, 12), 'ftypheic');
	return Buffer.from(heic.replaceAll('heic', 'avif'), 'latin1');
};
const refused = [
	['zero bytes', () => Buffer.alloc(0), 415, 'not_a_picture'],
	['a text', () => Buffer.from('hello'), 415, 'not_a_picture'],
	['an SVG', () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'type', /SVG/],
	['a GIF', () => fs.readFileSync(make(20, 20, 'gif')), 415, 'type', /GIF/],
	['a TIFF', () => fs.readFileSync(make(20, 20, 'tif')), 415, 'type', /TIFF/],
	['a PDF', () => Buffer.from('%PDF-1.7\n'), 415, 'type', /PDF/],
	['an HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 415, 'type', /HEIC/],
	['HEVC by the name and the brand of an AVIF', hevc, 415, 'type', /HEIC/],
	['a JPEG and ZIP', () => Buffer.concat([jpeg(), zip]), 422, 'polyglot'],
	['a JPEG with a ZIP in a comment', () => behindStart(jpeg(), segment(0xfe, zip)), 422, 'polyglot'],
	['a JPEG and HTML', () => Buffer.concat([jpeg(), Buffer.from('<html><script>alert(1)</script>')]), 422, 'polyglot'],
	['a JPEG with HTML in a comment', () => behindStart(jpeg(), segment(0xfe, Buffer.from('*/<ScRiPt>alert(1)</script>'))), 422, 'polyglot'],
	['a PNG and something', () => Buffer.concat([fs.readFileSync(make(20, 20, 'png')), Buffer.from('MZ....')]), 422, 'polyglot'],
	['a WebP and ZIP', () => Buffer.concat([webp(), zip]), 422, 'polyglot'],
	['an AVIF and HTML', () => Buffer.concat([avif(), Buffer.from('\0\0\0\x40free<script>alert(1)</script>'.padEnd(64))]), 422, 'polyglot'],
	['a truncated JPEG', () => jpeg().subarray(0, 400), 422, 'broken'],
	['a truncated PNG', () => fs.readFileSync(make(60, 60, 'png')).subarray(0, 60), 422, 'broken'],
	['a truncated WebP', () => webp().subarray(0, 60), 422, 'broken'],
	['a truncated AVIF', () => avif().subarray(0, 200), 422, 'broken'],
	['a row more than 60 million pixels', () => png(8000, 7501), 422, 'too_many_pixels', /60 million/],
	['a pixel bomb', () => png(30000, 30000), 422, 'too_many_pixels'],
	['a bomb of two pixels in width', () => png(2, 16001), 422, 'too_many_pixels'],
	['a bomb that wraps', () => png(0xffffffff, 0xffffffff), 422, 'too_many_pixels'],
	['a crop of a bomb', () => cropped(told(avif(), 9000, 8000), 64, 48), 422, 'too_many_pixels'],
	['a bomb behind the description of another picture', () => described(cropped(told(avif(), 9000, 8000), 30, 20), avif()), 422, 'broken'],
	['20 MB of EXIF', () => behindStart(jpeg(), ...Array.from({length: 320}, () => segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), Buffer.alloc(65000)])))), 422, 'too_large', /8 MB/],
	['20 MB of EXIF in a PNG', () => png(20, 20, chunk('eXIf', Buffer.alloc(20 << 20))), 422, 'too_large', /8 MB/],
	['26 MB', () => Buffer.concat([jpeg(), Buffer.alloc(25 << 20)]), 413, 'too_large', /25 MB/],
];
describe('refused, with a word and a sentence', () => {
	for (const [what, bytes, status, word, message] of refused)
		it(what, async () => {
			const b = bytes();
			const before = sql('SELECT count(*) FROM core.media');
			const r = await upload(author, {name: 'x.jpg', bytes: b, type: 'image/jpeg'});
			assert.equal(r.status, status, r.text.slice(0, 300));
			assert.equal(r.json?.error, word);
			assert.match(r.json.message, message ?? /\w{4}/);
			if (status === 415)
				assert.match(r.json.message, /JPEG, PNG, WebP or AVIF/, 'what is taken');
			assert.equal(sql('SELECT count(*) FROM core.media'), before);
			assert.equal(fs.existsSync(stored(b)), false);
			assert.deepEqual(drafts(), [], 'nothing is left');
		});
	it('in Chinese too, on a page that leads back', async () => {
		const r = await upload(chinese, {name: '假.jpg', bytes: Buffer.from('GIF89a')}, {accept: 'text/html'});
		assert.equal(r.status, 415);
		assert.match(words(r.text), /“假\.jpg”：这是 GIF 格式的文件。请另存为/);
		assert.match(r.text, /href="\/media"/);
	});
	it('by what the file is, whatever its name and its type say, in both languages', async () => {
		for (const [bytes, what] of [['GIF89a', 'GIF'], ['<svg/>', 'SVG'], ['%PDF-1.7', 'PDF'], ['only words', undefined]])
			for (const [who, kind, kinds] of [[author, `This is a file of the kind ${what}.`, 'JPEG, PNG, WebP or AVIF'], [chinese, `这是 ${what} 格式的文件。`, 'JPEG、PNG、WebP 或 AVIF']]) {
				const {status, json} = await upload(who, {name: '海港.jpg', bytes: Buffer.from(bytes), type: 'image/jpeg'});
				assert.deepEqual([status, json.error], [415, what ? 'type' : 'not_a_picture']);
				for (const part of ['“海港.jpg”', ...(what ? [kind] : []), kinds])
					assert.ok(json.message.includes(part), `${json.message} has no ${part}`);
			}
	});
	it('not for its size while it has 60 million pixels', async () => {
		const r = await upload(author, {name: 'x.png', bytes: png(8000, 7500, chunk('tEXt', Buffer.from(`Comment\0${randomBytes(8).toString('hex')}`)))});
		assert.deepEqual([r.status, r.json.width, r.json.height], [201, 8000, 7500], r.text);
	});
	it('beyond what nginx takes at all', async () => {
		const r = await upload(author, {name: 'x.jpg', bytes: Buffer.alloc(28 << 20)});
		assert.equal(r.status, 413);
	});
});

describe('a form that is not ours', () => {
	const send = async (body, headers = {}) => author.ask('POST', '/media', body, {'sec-fetch-site': 'same-origin', accept: 'application/json', 'content-length': Buffer.byteLength(body), ...headers});
	it('needs its token, before the file', async () => {
		const bytes = jpeg();
		for (const fields of [{}, {csrf: 'x'}, {csrf: '0'.repeat(64)}]) {
			const f = form(fields, [{name: 'x.jpg', bytes}]);
			const r = await send(f.body, {'content-type': f.type});
			assert.equal(r.status, 403);
			assert.equal(JSON.parse(r.text).error, 'csrf');
		}
		const file = form({}, [{name: 'x.jpg', bytes}]);
		const boundary = /boundary=(.*)/.exec(file.type)[1];
		const late = Buffer.concat([file.body.subarray(0, file.body.length - boundary.length - 6),
			Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${await author.token()}\r\n--${boundary}--\r\n`)]);
		assert.equal((await send(late, {'content-type': file.type})).status, 403, 'behind the file is too late');
		assert.equal(fs.existsSync(stored(bytes)), false);
	});
	it('comes from a page of ours', async () => {
		const f = form({csrf: await author.token()}, [{name: 'x.jpg', bytes: jpeg()}]);
		assert.equal((await send(f.body, {'content-type': f.type, 'sec-fetch-site': 'cross-site'})).status, 403);
	});
	it('is one', async () => {
		assert.equal((await send('a=b', {'content-type': 'application/x-www-form-urlencoded'})).status, 400);
		assert.equal((await send('a=b', {'content-type': 'multipart/form-data; boundary=x'})).status, 400);
		assert.equal((await send('', {'content-type': 'multipart/form-data; boundary=x'})).status, 400);
		const nothing = await upload(author, []);
		assert.deepEqual([nothing.status, nothing.json.error], [422, 'nothing']);
		const empty = await upload(author, {name: '', bytes: Buffer.alloc(0)});
		assert.equal(empty.json.error, 'nothing', 'a file field that was left empty');
		const many = await upload(author, [make(18, 18), make(17, 17)]);
		assert.deepEqual([many.status, many.json.error], [422, 'many']);
		const words = await upload(author, make(16, 16), {fields: {alt: '字'.repeat(301)}});
		assert.deepEqual([words.status, words.json.error], [422, 'words']);
	});
	it('is of somebody who may write', async () => {
		const r = await upload(admin, make(15, 15));
		assert.deepEqual([r.status, r.json.error], [403, 'right']);
		const f = form({csrf: 'x'}, [{name: 'x.jpg', bytes: jpeg()}]);
		const stranger = await ask(run.desk, {method: 'POST', path: '/media', body: f.body, headers: {'sec-fetch-site': 'same-origin', 'content-type': f.type, 'content-length': f.body.length, accept: 'application/json'}});
		assert.equal(stranger.status, 401);
		assert.equal(JSON.parse(stranger.text).error, 'session');
		const page = await ask(run.desk, {method: 'POST', path: '/media', body: f.body, headers: {'sec-fetch-site': 'same-origin', 'content-type': f.type, 'content-length': f.body.length}});
		assert.equal(page.status, 303);
		assert.equal(page.headers.location, '/login?next=%2Fmedia');
	});
});

describe('the file of a picture', () => {
	it('is for who is signed in, under an address of its own', async () => {
		const {json} = await upload(author, make(30, 30));
		assert.equal((await ask(run.desk, {path: `/media/${json.id}/file/original`})).status, 303);
		assert.equal((await ask(run.desk, {path: `/media/${json.id}/state`})).status, 401);
		assert.equal((await other.get(`/media/${json.id}/file/w-640.webp`)).status, 200);
		for (const at of ['w-640.gif', 'w-640', 'w-0.jpg', 'w--1.jpg', 'x-640.jpg', '..%2f..%2fetc%2fpasswd', 'original.jpg', 'w-640-50-50.jpg', `${randomBytes(3).toString('hex')}.jpg`])
			assert.equal((await author.get(`/media/${json.id}/file/${at}`)).status, 404, at);
		assert.equal((await author.get('/media/999999999/file/original')).status, 404);
		assert.equal((await author.get('/media/x/state')).status, 404);
	});
	it('is for who writes or reviews, under its coming address too', async () => {
		const {json} = await upload(author, make(400, 300));
		assert.equal((await settled(author, json.id)).state, 'ready');
		for (const at of [`/media/${json.id}/state`, `/media/${json.id}/file/original`, `/m/${json.key}/w-320.webp`]) {
			for (const one of [author, chinese, other])
				assert.equal((await one.get(at)).status, 200, at);
			assert.equal((await admin.get(at)).status, 404, at);
		}
	});
	it('is never reached past the program', async () => {
		const bytes = jpeg();
		await upload(author, {name: 'x.jpg', bytes});
		for (const base of [run.desk, run.site])
			for (const at of [`/_files/original/${sha(bytes).slice(0, 2)}/${sha(bytes)}`, '/_files/', '/_media', `/_media/${sha(bytes).slice(0, 32)}`, '/_media_verdict'])
				assert.equal((await ask(base, {path: at})).status, 404, base + at);
	});
});
