// Word files in the editor: what LibreOffice made of tests/editor/fixtures/docx comes in whole, and what cannot is told of.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
			desk.troubles = [];
			desk.page.on('pageerror', (error) => desk.troubles.push(error.stack));
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
				['empty.docx', Buffer.alloc(0), '“{name}” cannot be read: it is damaged or no Word file. Open it in Word or WPS, save it as .docx once more and import that file.'],
			];
			for (const [name, bytes, words] of cases) {
				await writer.pick('Import Word file', [word(name, bytes)]);
				await told(words, name);
				assert.equal(await note.getAttribute('role'), 'alert');
			}
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

		it('leave a headline that is there, and come in where the caret is', async () => {
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
