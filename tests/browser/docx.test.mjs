// Word files in the editor: what LibreOffice made of tests/editor/fixtures/docx comes in whole, and what cannot is told of.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance, top } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { said } from './lib/site.mjs';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const read = (name) => readFileSync(join(top, 'tests/editor/fixtures/docx', name));
const word = (name, bytes = read(name)) => file(name, bytes, WORD);

// The very library that the editor reads them with.
const JSZip = createRequire(join(process.env.COPYDESK_BUILDDIR ?? join(top, 'build'), 'web/node_modules/x.js'))('jszip');

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const stories = {
	zh: {
		file: 'chinese.docx',
		headline: '潮城港区开始清淤',
		blocks: [
			'paragraph 　　本报讯（记者 金檬）港务局昨天说，清淤工程已经开工。[据潮城港务局2026年11月24日通报。]',
			'heading 分两步走',
			'ordered_list 先测量|再清淤',
			'figure',
			'figure',
			'paragraph 挖泥船已经到港。',
			'table 年份|亿元|2026|1.2',
			'blockquote 早就该清了。',
		],
		pictures: 2,
		list: 1,
		shows: ['港池', '挖泥船'],
		strong: '昨天',
		em: '已经',
		told: ['潮城港区开始清淤'],
	},
	en: {
		file: 'story.docx',
		headline: 'The harbour is dredged',
		blocks: [
			'paragraph Work began on Monday, the harbour office said; the plan is public.[Harbour office, 24 November 2026.] Water is H2O, and red is no colour of ours.',
			'heading What is planned',
			'bullet_list The basin|its northern half first|The channel',
			'ordered_list Survey|Dredging',
			'figure',
			'paragraph The dredger arrived.',
			'heading The cost',
			'table Year|Million|2026|12',
			'blockquote It was high time.',
			'paragraph That is all.',
		],
		pictures: 1,
		list: 3,
		shows: ['Dredger in the basin'],
		strong: 'on Monday',
		em: 'harbour office',
		told: ['The harbour is dredged', 'Comments left out: 1', 'Headers and footers left out: 1'],
	},
};

/** The words of ${doc} that carry the mark ${type}. */
function marked(doc, type) {
	if (doc.text !== undefined) return doc.marks?.some((mark) => mark.type === type) ? doc.text : '';
	return (doc.content ?? []).map((child) => marked(child, type)).join('');
}

for (const [lang, story] of Object.entries(stories)) {
	describe(`Word files, ${lang}`, () => {
		let desk, writer, note, scripts;
		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			desk.page.setDefaultTimeout(20000);
			desk.page.on('console', (message) => {
				if (message.type() === 'error' && !/ERR_BLOCKED_BY_CLIENT/.test(message.text())) desk.troubles.push(message.text());
			});
			scripts = [];
			desk.page.on('request', (request) => {
				if (request.url().includes('/static/docx.js')) scripts.push(request.url());
			});
			await desk.go('/articles/new');
			writer = new PictureWriter(desk);
			note = desk.page.locator('.note');
		});
		beforeEach(async () => {
			await writer.clear();
			await desk.field('Headline').fill('');
		});
		after(async () => {
			assert.deepEqual(desk.troubles, [], 'the console is silent');
			await desk.close();
		});

		/** A new article, with the page as it comes. */
		async function anew() {
			await desk.go('/articles/new');
			writer = new PictureWriter(desk);
			await writer.line();
			await writer.body.click();
		}

		/** What is read next waits for finish(), as a large file would on a slow machine. */
		const slowly = () =>
			desk.page.evaluate(() => {
				const { arrayBuffer } = File.prototype;
				const gate = new Promise((resolve) => (window.finishReading = resolve));
				File.prototype.arrayBuffer = async function () {
					await gate;
					File.prototype.arrayBuffer = arrayBuffer;
					return arrayBuffer.call(this);
				};
			});
		const finish = () => desk.page.evaluate(() => void window.finishReading());

		const told = async (key, name) => {
			const words = desk.t(key).replace('{name}', name);
			await until(async () => (await note.isVisible()) && (await said(note)).includes(words));
		};

		it('that cannot be read are refused in words, and change nothing', async () => {
			await writer.body.focus();
			await writer.keys.type('正文');
			assert.deepEqual(scripts, [], 'what reads them is not loaded before one is wanted');
			await writer.line();
			await writer.cdp.send('Network.setBlockedURLs', { urls: ['*/static/docx.js*'] });
			await writer.pick('Import Word file', [word(story.file)]);
			await told('What reads Word files could not be loaded, so “{name}” was not imported. Check the connection and choose the file again.', story.file);
			await writer.cdp.send('Network.setBlockedURLs', { urls: [] });

			const locked = Buffer.concat([read('old.doc'), Buffer.from('EncryptedPackage', 'utf16le')]);
			const cases = [
				['old.doc', read('old.doc'), '“{name}” is in an older format. Open it in Word or WPS, save it as .docx and import that file.'],
				['text.rtf', Buffer.from('{\\rtf1 x}'), '“{name}” is in an older format. Open it in Word or WPS, save it as .docx and import that file.'],
				['locked.docx', locked, '“{name}” is protected by a password. Open it in Word, remove the password (File, Info, Protect Document), save it and import it again.'],
				['half.docx', read(story.file).subarray(0, 6000), '“{name}” cannot be read: it is damaged or no Word file. Open it in Word or WPS, save it as .docx once more and import that file.'],
				['words.docx', Buffer.from('only words'), '“{name}” cannot be read: it is damaged or no Word file. Open it in Word or WPS, save it as .docx once more and import that file.'],
				['large.docx', Buffer.alloc(25 * 1024 * 1024 + 1), '“{name}” is too large: at most 25 MB. Make its pictures smaller in Word (Compress Pictures) or import it in parts.'],
				['empty.docx', Buffer.alloc(0), '“{name}” cannot be read: it is damaged or no Word file. Open it in Word or WPS, save it as .docx once more and import that file.'],
			];
			// From a disk, as people do it: through the protocol 25 MB take a busy machine too long.
			const folder = await mkdtemp(join(tmpdir(), 'copydesk-'));
			for (const [name, bytes, words] of cases) {
				await writeFile(join(folder, name), bytes);
				await writer.pick('Import Word file', join(folder, name));
				await told(words, name);
				assert.equal(await note.getAttribute('role'), 'alert');
			}
			await rm(folder, { recursive: true });
			await picture(instance, desk.page, `docx-refused-${lang}`);
			assert.deepEqual(await violations(desk.page), []);
			await writer.expectBlocks('paragraph 正文');
			assert.equal(await desk.field('Headline').inputValue(), '');
		});

		it('are dropped, and come in with form, notes, tables and pictures; the headline is taken from them', async () => {
			await writer.drop({ files: [word(story.file)] });
			await writer.figures(story.pictures);
			await writer.expectBlocks(...story.blocks);
			assert.equal(await desk.field('Headline').inputValue(), story.headline);
			const doc = await writer.document();
			assert.equal(marked(doc, 'strong'), story.strong);
			assert.equal(marked(doc, 'em'), story.em);
			const words = await said(note);
			for (const line of story.told) assert.ok(words.includes(line), `${line} in ${words}`);
			await until(() => desk.page.locator('.figure-picture.is-loaded').count().then((n) => n === story.pictures));
			assert.deepEqual(await violations(desk.page), []);
			await picture(instance, desk.page, `docx-${lang}`);
			await desk.page.setViewportSize({ width: 390, height: 844 });
			assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
			await desk.page.setViewportSize({ width: 1280, height: 800 });
			assert.equal(new Set(scripts).size, 1);
		});

		it('with a broken picture, or one that is not there, come in without it, and it is told', async () => {
			for (const broken of ['bytes', 'absent']) {
				const zip = await JSZip.loadAsync(read(story.file));
				const [picture] = Object.keys(zip.files).filter((name) => /^word\/media\/./.test(name));
				if (broken === 'absent') zip.remove(picture);
				let bytes = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
				if (broken === 'bytes') {
					// Past the name in the local header: what is packed there cannot be unpacked.
					const at = bytes.indexOf(picture) + picture.length;
					bytes = Buffer.from(bytes);
					bytes.fill(0xff, at, at + 8);
				}
				await anew();
				await writer.pick('Import Word file', [word(`${broken}.docx`, bytes)]);
				await until(async () => (await said(note)).includes(`${broken}.docx`) && !(await said(note)).includes('…'));
				await writer.figures(story.pictures - 1);
				const words = await said(note);
				assert.ok(words.includes(desk.t('Pictures that did not come along: {n}. Save them from where they are, then add them here:').replace('{n}', '1')), words);
				assert.deepEqual(await writer.blocks(), story.blocks.filter((block, i, all) => block !== 'figure' || i !== all.indexOf('figure')));
			}
		});

		it('with breaks of pages, readings over words, hidden text and long notes join no words and lose none', async () => {
			const run = (words, look = '') => `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${words}</w:t></w:r>`;
			const line = [
				...['<w:br w:type="page"/>', '<w:br w:type="column"/>', '<w:cr/>'].map((end) => `${run('前')}<w:r>${end}</w:r>`),
				`<w:r><w:ruby><w:rt>${run('zhé')}</w:rt><w:rubyBase>${run('喆')}</w:rubyBase></w:ruby></w:r>`,
				run('不示人', '<w:vanish/>') + run('示人', '<w:vanish w:val="0"/>'),
			];
			const zip = await JSZip.loadAsync(read(story.file));
			const change = async (name, from, to) => zip.file(name, (await zip.file(name).async('string')).replace(from, to));
			await change('word/document.xml', /(?=<w:sectPr)/, `<w:p>${line.join('')}</w:p>`);
			await change('word/footnotes.xml', '</w:footnote></w:footnotes>', `<w:p>${run('Page 2.')}</w:p></w:footnote></w:footnotes>`);
			await anew();
			await writer.pick('Import Word file', [word('word.docx', await zip.generateAsync({ type: 'nodebuffer' }))]);
			await writer.figures(story.pictures);
			const blocks = await writer.blocks();
			assert.equal(blocks.at(-1), 'paragraph 前/前/前/喆示人');
			assert.ok(blocks[0].includes({ zh: '。Page 2.]', en: '. Page 2.]' }[lang]), blocks[0]);
			assert.ok((await said(note)).includes(desk.t('Hidden text left out: {n}').replace('{n}', '1')));
		});

		it('keep numbers that go on after something else, what pictures show, and the text of formulas', async () => {
			const item = (words) => `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${story.list}"/></w:numPr></w:pPr><w:r><w:t>${words}</w:t></w:r></w:p>`;
			const math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
			const formula = `<m:oMath ${math}><m:r><m:t>E</m:t></m:r><m:r><m:t>=mc</m:t></m:r></m:oMath>`;
			const line = (content) => `<w:p>${content}</w:p>`;
			const more = [item('丙'), item('丁'), line('<w:r><w:t>断</w:t></w:r>'), item('戊'), line(`<w:r><w:t xml:space="preserve">式 </w:t></w:r>${formula}`)];
			const zip = await JSZip.loadAsync(read(story.file));
			const text = await zip.file('word/document.xml').async('string');
			zip.file('word/document.xml', text.replace(/(?=<w:sectPr)/, more.join('') + line(`<m:oMathPara ${math}>${formula}</m:oMathPara>`)));
			await anew();
			await writer.pick('Import Word file', [word('word.docx', await zip.generateAsync({ type: 'nodebuffer' }))]);
			await writer.figures(story.pictures);
			const { content } = await writer.document();
			assert.deepEqual((await writer.blocks()).slice(-5), ['ordered_list 丙|丁', 'paragraph 断', 'ordered_list 戊', 'paragraph 式 E=mc', 'paragraph E=mc']);
			const orders = content.filter((block) => block.type === 'ordered_list').map((block) => block.attrs?.order);
			assert.deepEqual(orders, [undefined, 3, 5]);
			assert.ok((await said(note)).includes(desk.t('Formulas of which only the text came along; check them: {n}').replace('{n}', '2')));
			assert.deepEqual((await writer.attributes()).map(({ alt }) => alt), story.shows);
		});

		it('keep lists apart that follow each other, and numbers that a style gives', async () => {
			const item = (words, properties) => `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t>${words}</w:t></w:r></w:p>`;
			const numbered = (words, id) => item(words, `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${id}"/></w:numPr>`);
			const styled = (words, id) => item(words, `<w:pStyle w:val="${id}"/>`);
			const kind = '<w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>';
			const again = '<w:num w:numId="92"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>';
			const style = (id, inner) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/>${inner}</w:style>`;
			const steps = style('Steps', '<w:pPr><w:numPr><w:numId w:val="91"/></w:numPr></w:pPr>') + style('Further', '<w:basedOn w:val="Steps"/>');
			const zip = await JSZip.loadAsync(read(story.file));
			const change = async (name, from, to) => zip.file(name, (await zip.file(name).async('string')).replace(from, to));
			await change('word/numbering.xml', /(<w:numbering\b[^>]*>)/, `$1${kind}`);
			await change('word/numbering.xml', '</w:numbering>', `<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>${again}</w:numbering>`);
			await change('word/styles.xml', '</w:styles>', `${steps}</w:styles>`);
			const more = [styled('步', 'Steps'), styled('骤', 'Further'), '<w:p><w:r><w:t>断</w:t></w:r></w:p>', styled('三', 'Steps'), numbered('新', 92), numbered('二', 92), numbered('原', story.list)];
			await change('word/document.xml', /(?=<w:sectPr)/, more.join(''));
			await anew();
			await writer.pick('Import Word file', [word('word.docx', await zip.generateAsync({ type: 'nodebuffer' }))]);
			await writer.figures(story.pictures);
			const lists = (await writer.document()).content.slice(-5);
			assert.deepEqual((await writer.blocks()).slice(-5), ['ordered_list 步|骤', 'paragraph 断', 'ordered_list 三', 'ordered_list 新|二', 'ordered_list 原']);
			assert.deepEqual(lists.map((block) => block.attrs?.order), [undefined, undefined, 3, undefined, 3]);
		});

		it('come in where they were wanted, though it was written on before that place, and the caret stays', async () => {
			await anew();
			await writer.keys.insertText('甲');
			await writer.keys.press('Enter');
			await writer.keys.insertText('乙');
			await writer.expectBlocks('paragraph 甲', 'paragraph 乙');
			await slowly();
			await writer.pick('Import Word file', [word(story.file)]);
			await told('Reading “{name}”…', story.file);
			await writer.body.focus();
			await writer.keys.press('Control+Home');
			await writer.keys.type('前面');
			await writer.keys.press('Enter');
			finish();
			await writer.figures(story.pictures);
			const blocks = await writer.blocks();
			assert.deepEqual(blocks.slice(0, 3), ['paragraph 前面', 'paragraph 甲', 'paragraph 乙']);
			assert.deepEqual(blocks.slice(3), story.blocks);
			await writer.keys.type('中');
			assert.equal((await writer.blocks())[1], 'paragraph 中甲', 'typing goes on where it was');
		});

		it('wait for the end of a composition, and for the article to be one’s own', async () => {
			await anew();
			await slowly();
			await writer.pick('Import Word file', [word(story.file)]);
			await told('Reading “{name}”…', story.file);
			await writer.body.focus();
			await writer.cdp.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
			finish();
			await desk.page.waitForTimeout(1500);
			assert.equal((await writer.blocks()).length, 1, 'nothing comes under the hands of an input method');
			await writer.cdp.send('Input.insertText', { text: '你好' });
			await writer.figures(story.pictures);
			assert.equal((await writer.blocks())[0], 'paragraph 你好');

			await anew();
			const lock = (locked) =>
				desk.page.evaluate((locked) => document.getElementById('form').dispatchEvent(new CustomEvent('copydesk:lock', { detail: { locked, reason: 'x' } })), locked);
			await slowly();
			await writer.pick('Import Word file', [word(story.file)]);
			await lock(true);
			finish();
			await told('“{name}” was read. It comes into the text as soon as the article is yours again; leave this page open.', story.file);
			assert.equal((await writer.blocks()).length, 1);
			await lock(false);
			await writer.figures(story.pictures);
		});

		it('leave a headline that is there, and come in where the caret is', async () => {
			await anew();
			await desk.field('Headline').fill('自己的标题');
			await writer.body.focus();
			await writer.keys.type('前文');
			await writer.pick('Import Word file', [word(story.file)]);
			await writer.figures(story.pictures);
			assert.equal(await desk.field('Headline').inputValue(), '自己的标题');
			const blocks = await writer.blocks();
			assert.deepEqual(blocks.slice(0, 2), ['paragraph 前文', `heading ${story.headline}`], 'the title stays in the text');
			assert.deepEqual(blocks.slice(2), story.blocks);
			await writer.keys.press('Control+z');
		});
	});
}
