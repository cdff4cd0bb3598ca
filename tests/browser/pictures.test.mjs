// Long: one newsroom of pictures, in both languages and on a phone.
// Pictures in the editor: coming in by every way, on a bad line too; their words, place, focal point; galleries.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { nginxWorkers, signal, until } from './lib/parts.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { png } from './lib/png.mjs';
import { said } from './lib/site.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

// Each with a content of its own: the same content would be the same picture.
const small = (name) => file(name, png(320, 200, randomBytes(3)));
const large = (name) => file(name, png(1100, 900));

async function open(lang, options = {}, login = 'reporter') {
	const desk = await Desk.signedIn(browser, instance, login, { lang, javaScript: true, ...options });
	desk.page.setDefaultTimeout(10000);
	desk.page.on('console', (message) => {
		if (message.type() === 'error' && !/status of (4\d\d)|ERR_(CONNECTION_RESET|EMPTY_RESPONSE|CONNECTION_REFUSED|NETWORK_CHANGED|BLOCKED_BY_CLIENT|INCOMPLETE_CHUNKED_ENCODING)/.test(message.text()))
			desk.troubles.push(message.text());
	});
	return desk;
}

for (const lang of ['zh', 'en']) {
	describe(`pictures in the editor, ${lang}`, () => {
		let desk, writer, page;
		before(async () => {
			desk = await open(lang);
			page = desk.page;
			await desk.go('/articles/new');
			writer = new PictureWriter(desk);
		});
		beforeEach(() => writer.clear());
		after(async () => {
			assert.deepEqual(desk.troubles, [], 'the console is silent');
			await desk.close();
		});

		it('are picked several at once, stand in their order, and one can write on after them', async () => {
			await writer.keys.type('前');
			await writer.pick('Picture', [small('a.png'), large('b.png'), small('c.png')]);
			await writer.figures(3);
			await writer.expectBlocks('paragraph 前', 'figure', 'figure', 'figure', 'paragraph');
			const stored = await instance.sql('SELECT string_agg(name, \' \' ORDER BY id DESC) FROM (SELECT id, name FROM core.media ORDER BY id DESC LIMIT 3) m');
			assert.deepEqual(stored.split(' ').sort(), ['a.png', 'b.png', 'c.png']);
			const names = [];
			for (const { media } of await writer.attributes()) names.push(await instance.sql(`SELECT name FROM core.media WHERE id = ${media}`));
			assert.deepEqual(names, ['a.png', 'b.png', 'c.png']);
			await until(() => page.locator('.figure-picture.is-loaded').count().then((n) => n === 3));
			await writer.keys.press('Control+z');
			assert.ok(!(await writer.blocks()).includes('figure|figure|figure'));
		});

		it('tell how far they are; while they are on their way one writes on, and leaving is warned of', async () => {
			await writer.keys.type('一');
			await writer.line({ uploadThroughput: 200_000 });
			await writer.pick('Picture', [large('slow.png')]);
			await until(() => writer.upload.locator('progress').evaluate((bar) => bar.value > 2));
			await writer.keys.press('Control+End');
			const ime = await writer.inputMethod();
			for (const step of ['e', 'er']) await ime.compose(step);
			await writer.line();
			await page.waitForTimeout(1500);
			await ime.commit('二');
			await writer.figures(1);
			// At the end of the text that is after the picture.
			await writer.expectBlocks('paragraph 一', 'figure', 'paragraph 二');

			await writer.line({ uploadThroughput: 50_000 });
			await writer.pick('Picture', [large('left.png')]);
			await writer.upload.waitFor();
			const asked = page.waitForEvent('dialog');
			void page.evaluate(() => setTimeout(() => location.reload(), 0));
			const dialog = await asked;
			assert.equal(dialog.type(), 'beforeunload');
			await dialog.dismiss();
			await writer.upload.getByRole('button', { name: desk.t('Cancel the upload') }).click();
			await writer.line();
			await writer.figures(1);
		});

		it('go on by themselves after the line was cut in the middle, and are stored once', async () => {
			const name = `cut-${randomBytes(6).toString('hex')}.png`;
			await writer.line({ uploadThroughput: 150_000 });
			await writer.pick('Picture', [large(name)]);
			await until(() => writer.upload.locator('progress').evaluate((bar) => bar.value > 3));
			const status = writer.upload.getByRole('status');
			// Whoever holds the other end of the line goes, without a word; a browser itself tries once more.
			await until(async () => {
				signal(nginxWorkers(), 'SIGKILL');
				return (await page.locator('.upload.is-failed').count()) === 1;
			});
			assert.equal(await said(status), desk.t('The connection broke. The picture is not stored yet; it is sent again when you are online or press “Try again”.'));
			await writer.keys.type('照样写');
			await writer.line();
			await writer.figures(1);
			assert.equal(await instance.sql(`SELECT count(*) FROM core.media WHERE name = '${name}'`), '1');
			assert.ok((await writer.blocks()).includes('paragraph 照样写'));
		});

		it('are tried again by a button, without being chosen again; and given up by another', async () => {
			const never = `${randomBytes(6).toString('hex')}.png`;
			const context = page.context();
			const cookies = await context.cookies();
			const [chooser] = await Promise.all([page.waitForEvent('filechooser'), writer.tool('Picture').click()]);
			await context.clearCookies();
			await chooser.setFiles([small('again.png'), small(never)]);
			await until(() => page.locator('.upload.is-failed').count().then((n) => n === 2));
			await context.addCookies(cookies);
			// The page may have found out by itself; put off, it does not ask again.
			if (await page.locator('dialog.session').isVisible()) await page.keyboard.press('Escape');
			assert.equal(
				await said(writer.upload.first().getByRole('status')),
				desk.t('Your session is over. Sign in again in another tab, then press “Try again”.'),
			);
			await picture(instance, page, `pictures-failed-${lang}`);
			assert.deepEqual(await violations(page), []);
			await writer.upload.nth(1).getByRole('button', { name: desk.t('Cancel the upload') }).click();
			await writer.upload.getByRole('button', { name: desk.t('Try again') }).click();
			await writer.figures(1);
			assert.equal(await instance.sql(`SELECT count(*) FROM core.media WHERE name = '${never}'`), '0');
		});

		it('that are none are refused in words, and leave no trace in the text', async () => {
			await writer.pick('Picture', [file('words.png', Buffer.from('these are only words'))]);
			await page.locator('.upload.is-failed').waitFor();
			const words = await said(writer.upload.getByRole('status'));
			assert.ok(words.length > 8 && /[\u4e00-\u9fff]/.test(words) === (lang === 'zh'), words);
			assert.ok(await writer.upload.getByRole('button', { name: desk.t('Try again') }).isHidden());
			await writer.upload.getByRole('button', { name: desk.t('Cancel the upload') }).click();
			const folder = await mkdtemp(join(tmpdir(), 'copydesk-'));
			await writeFile(join(folder, 'huge.png'), Buffer.alloc(25 * 1024 * 1024 + 1));
			await writer.pick('Picture', [join(folder, 'huge.png')]);
			assert.ok((await said(writer.upload.getByRole('status'))).includes('25 MB'));
			await writer.upload.getByRole('button', { name: desk.t('Cancel the upload') }).click();
			assert.deepEqual(await writer.attributes(), []);
			await rm(folder, { recursive: true });
		});

		it('have a caption, a credit that is remembered, and are asked for their alternative text', async () => {
			await writer.pick('Picture', [small('words.png')]);
			await writer.figures(1);
			const figure = writer.figure();
			assert.ok(await figure.evaluate((e) => e.classList.contains('needs-alt')));
			await writer.intoCaption();
			const ime = await writer.inputMethod();
			for (const step of ['c', 'chao', 'chao shui']) await ime.compose(step);
			await ime.commit('潮水');
			for (const step of ['d', 'dao']) await ime.compose(step);
			await ime.cancel();
			await writer.settle();
			await writer.expectBlocks('figure 潮水', 'paragraph');
			await writer.keys.press('Tab');
			for (const step of ['w', 'wang']) await ime.compose(step);
			await ime.commit('王磊摄');
			await writer.keys.press('Tab');
			await writer.keys.type('A wave at the quay');
			const [{ alt, credit }] = await writer.attributes();
			assert.deepEqual({ alt, credit }, { alt: 'A wave at the quay', credit: '王磊摄' });
			assert.ok(!(await figure.evaluate((e) => e.classList.contains('needs-alt'))));
			assert.deepEqual(await violations(page), []);
			await picture(instance, page, `pictures-figure-${lang}`);
			await writer.keys.press('Escape');
			await writer.keys.press('End');
			await writer.keys.press('Enter');
			await writer.keys.type('后文');
			await writer.expectBlocks('figure 潮水', 'paragraph 后文');

			await writer.pick('Picture', [small('second.png')]);
			await writer.figures(2);
			await writer.figure(1).locator('.figure-credit input').focus();
			const offered = await writer.figure(1).locator('datalist option').evaluateAll((all) => all.map((o) => o.value));
			assert.deepEqual(offered, ['王磊摄', desk.t('Courtesy of the interviewee')]);
			await writer.keys.type('a');
			await writer.keys.press('Enter');
			assert.equal(new URL(page.url()).pathname, '/articles/new', 'Enter in a field sends no form');
		});

		it('are moved, made a gallery and single ones again, and removed, by keys', async () => {
			await writer.keys.type('前');
			await writer.pick('Picture', [small('one.png'), small('two.png')]);
			await writer.figures(2);
			const [one, two] = (await writer.attributes()).map(({ media }) => media);
			const order = async () => (await writer.attributes()).map(({ media }) => media);
			await writer.intoCaption(1);
			await writer.keys.press('Alt+ArrowUp');
			assert.deepEqual(await order(), [two, one]);
			await writer.keys.press('Alt+ArrowUp');
			await writer.expectBlocks('figure', 'paragraph 前', 'figure', 'paragraph');
			await writer.tools(0)('Move down').press('Enter');
			assert.equal(await page.evaluate(() => document.activeElement.dataset.tool), 'moveDown', 'the focus goes along');
			await writer.expectBlocks('paragraph 前', 'figure', 'figure', 'paragraph');
			await writer.tools(0)('Make a gallery of neighbours').press('Enter');
			await writer.expectBlocks('paragraph 前', 'gallery |', 'paragraph');
			await picture(instance, page, `pictures-gallery-${lang}`);
			assert.deepEqual(await violations(page), []);
			await writer.tools(0)('Move down').press('Enter');
			assert.deepEqual(await order(), [one, two]);
			await writer.tools(1)('Take the gallery apart').press('Enter');
			await writer.expectBlocks('paragraph 前', 'figure', 'figure', 'paragraph');
			await writer.keys.press('Control+z');
			await writer.expectBlocks('paragraph 前', 'gallery |', 'paragraph');
			await writer.intoCaption(1);
			await writer.tools(1)('Remove the picture').press('Enter');
			await writer.expectBlocks('paragraph 前', 'figure', 'paragraph');
			assert.deepEqual(await order(), [one], 'a gallery of one is that picture');
			await writer.figure(0).locator('.figure-picture').click();
			await writer.keys.press('Delete');
			await writer.expectBlocks('paragraph 前', 'paragraph');
		});

		it('have a focal point, by arrow keys and by pointer', async () => {
			await writer.pick('Picture', [small('focal.png')]);
			await writer.figures(1);
			const [{ media }] = await writer.attributes();
			await writer.intoCaption();
			await writer.tools()('Focal point').press('Enter');
			const cross = page.getByRole('slider', { name: desk.t('Focal point') });
			await cross.waitFor();
			await writer.keys.press('ArrowLeft');
			await writer.keys.press('Shift+ArrowDown');
			const focus = () => instance.sql(`SELECT focal_x || ' ' || focal_y FROM core.media WHERE id = ${media}`);
			await until(async () => (await focus()) === '48 60');
			assert.ok((await cross.getAttribute('aria-valuetext')).includes('48'));
			const box = await writer.figure().locator('.figure-picture').boundingBox();
			await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.75);
			await until(async () => /^2[456] 7[456]$/.test(await focus()));
			await picture(instance, page, `pictures-focal-${lang}`);
			assert.deepEqual(await violations(page), []);
			await writer.keys.press('Escape');
			assert.equal(await page.evaluate(() => document.activeElement.dataset.tool), 'focal');
			await cross.waitFor({ state: 'detached' });
		});

		it('come from the library, which is searched; and replace others', async () => {
			const name = `${randomBytes(6).toString('hex')}.png`;
			await writer.pick('Picture', [small(name), small('other.png')]);
			await writer.figures(2);
			const [{ media }, other] = await writer.attributes();
			await writer.clear();
			await writer.tool('Picture library').click();
			const dialog = page.getByRole('dialog', { name: desk.t('Picture library') });
			await dialog.getByLabel(desk.t('Words'), { exact: true }).fill('no such picture at all');
			await dialog.getByText(desk.t('No picture fits. Use fewer words, or upload one.')).waitFor();
			await dialog.getByLabel(desk.t('Words'), { exact: true }).fill(name);
			await until(() => dialog.locator('.library-item').count().then((n) => n === 1));
			await picture(instance, page, `pictures-library-${lang}`);
			assert.deepEqual(await violations(page), []);
			await writer.keys.press('Tab');
			await dialog.locator('.library-item').press('Enter');
			await dialog.waitFor({ state: 'detached' });
			await writer.figures(1);
			await writer.keys.type('图注');
			await writer.expectBlocks('figure 图注', 'paragraph');
			assert.equal((await writer.attributes())[0].media, media);

			await writer.tools()('Replace the picture').press('Enter');
			const again = page.getByRole('dialog', { name: desk.t('Replace the picture') });
			await again.locator(`[data-media="${other.media}"]`).click();
			await again.waitFor({ state: 'detached' });
			await until(() => writer.attributes().then(([{ media: shown }]) => shown === other.media));
			await writer.expectBlocks('figure 图注', 'paragraph');
			await writer.intoCaption();
			await writer.tools()('Replace the picture').press('Enter');
			const [chooser] = await Promise.all([
				page.waitForEvent('filechooser'),
				page.getByRole('button', { name: desk.t('Upload from this device') }).click(),
			]);
			await chooser.setFiles([small('device.png')]);
			await again.waitFor({ state: 'detached' });
			await until(() => writer.attributes().then(([{ media: shown }]) => shown !== other.media));
			const now = (await writer.attributes())[0].media;
			assert.equal(await instance.sql(`SELECT name FROM core.media WHERE id = ${now}`), 'device.png');
		});

		it('are dropped and pasted; those that a page only points to are told of', async () => {
			const folder = await mkdtemp(join(tmpdir(), 'copydesk-'));
			const path = join(folder, 'real.png');
			await writeFile(path, small('real.png').buffer);
			const drop = async (x, y) => {
				await writer.line();
				for (const type of ['dragEnter', 'dragOver', 'drop'])
					await writer.cdp.send('Input.dispatchDragEvent', { type, x, y, data: { items: [], files: [path], dragOperationsMask: 1 } });
			};
			let opened = 0;
			page.context().on('page', () => opened++);
			await drop(5, 5);
			const text = await writer.body.boundingBox();
			await drop(text.x + 50, text.y + 10);
			await writer.figures(1);
			assert.equal(opened, 0, 'a file beside the text does not open instead');
			await rm(folder, { recursive: true });
			await writer.clear();
			await writer.keys.type('正文');
			await writer.drop({ files: [small('dropped.png')] });
			await writer.figures(1);
			await writer.expectBlocks('paragraph 正文', 'figure', 'paragraph');
			await writer.clear();
			const data = png(40, 40).toString('base64');
			await writer.paste({
				html: `<p>第一段</p><p><img alt="码头" src="data:image/png;base64,${data}"></p><p>第二段<img src="https://example.org/a.jpg" alt="远图"></p><p>完</p><img width="1" height="1" src="https://example.org/pixel.gif">`,
				text: 'x',
			});
			await writer.figures(1);
			await writer.expectBlocks('paragraph 第一段', 'figure', 'paragraph 第二段', 'paragraph 完');
			const note = page.locator('.note');
			const words = await said(note);
			assert.ok(words.includes('远图') && words.includes('example.org') && words.includes('第二段'), words);
			assert.equal(await note.locator('li').count(), 1);
			assert.deepEqual(await violations(page), []);
			await note.getByRole('button', { name: desk.t('Close') }).click();
			await writer.keys.press('Control+z');
			assert.deepEqual(await writer.attributes(), [], 'undo takes the pasted text back');
			await writer.clear();
			await writer.drop({ files: [file('plan.pdf', Buffer.from('%PDF-1.7'), 'application/pdf')] });
			assert.ok((await said(note)).includes('plan.pdf'));
			await note.getByRole('button', { name: desk.t('Close') }).click();
		});

		it('are saved, and stand where they stood', async () => {
			await writer.keys.type('正文');
			await writer.pick('Picture', [small('saved.png')]);
			await writer.figures(1);
			await writer.intoCaption();
			await writer.keys.type('图注');
			await desk.field('Headline').fill(`有图 ${lang}`);
			await desk.field('Channel').selectOption({ label: lang === 'zh' ? '体育' : 'Sports' });
			const [before] = await writer.attributes();
			await desk.press('Save');
			assert.match(new URL(page.url()).pathname, /^\/articles\/\d+$/);
			await writer.figures(1);
			assert.deepEqual(await writer.attributes(), [before]);
			await writer.expectBlocks('paragraph 正文', 'figure 图注', 'paragraph');
		});
	});
}

describe('a credit', () => {
	it('is offered in the next article too, and to nobody else at this browser', async () => {
		const desk = await open('zh');
		const other = await open('zh', {}, 'reporter2');
		const { page } = desk;
		const context = page.context();
		const session = ({ name }) => name === '__Host-copydesk';
		const [mine, theirs] = await Promise.all([desk, other].map(async (one) => (await one.page.context().cookies()).filter(session)));
		const withPicture = async () => {
			await desk.go('/articles/new');
			const writer = new PictureWriter(desk);
			await writer.pick('Picture', [small('credit.png')]);
			await writer.figures(1);
			await writer.figure().locator('.figure-credit input').focus();
			return writer;
		};
		const offered = (writer) => writer.figure().locator('datalist option').evaluateAll((all) => all.map((o) => o.value));
		const save = async () => {
			await desk.field('Headline').fill('图片署名');
			await desk.field('Channel').selectOption({ label: '体育' });
			await desk.press('Save');
			assert.match(new URL(page.url()).pathname, /^\/articles\/\d+$/);
		};
		const usual = desk.t('Courtesy of the interviewee');
		assert.equal(usual, '受访者供图');
		for (const [credit, before, after] of [
			['章鱼摄', [usual], ['章鱼摄', usual]],
			[usual, ['章鱼摄', usual], [usual, '章鱼摄']],
		]) {
			const writer = await withPicture();
			assert.deepEqual(await offered(writer), before);
			await writer.keys.type(credit);
			await writer.keys.press('Tab');
			await save();
			await page.reload();
			await page.waitForFunction(() => document.querySelector('.ProseMirror figure .figure-credit input')?.value);
			assert.equal(await page.locator('#form').getAttribute('data-unsaved'), '', 'what was saved is not taken for typed since');
			assert.deepEqual(await offered(await withPicture()), after, 'by a page of its own');
			await save();
		}
		await context.clearCookies();
		await context.addCookies(theirs);
		assert.deepEqual(await offered(await withPicture()), [usual]);
		await save();
		await context.clearCookies();
		await context.addCookies(mine);
		assert.deepEqual(await offered(await withPicture()), [usual, '章鱼摄'], 'and again to whom it is');
		await save();
		assert.deepEqual(desk.troubles, []);
		await desk.close();
		await other.close();
	});
});

describe('pictures on a phone', () => {
	it('are taken by its camera; every tool is large enough, and nothing sticks out', async () => {
		const desk = await Desk.signedIn(browser, instance, 'reporter', { lang: 'zh', javaScript: true });
		const context = await browser.newContext({
			locale: 'zh-CN',
			viewport: { width: 390, height: 844 },
			hasTouch: true,
			isMobile: true,
			storageState: await desk.page.context().storageState(),
		});
		const phone = new Desk(await context.newPage(), 'zh', instance);
		await phone.go('/articles/new');
		const writer = new PictureWriter(phone);
		await writer.body.tap();
		const [chooser] = await Promise.all([phone.page.waitForEvent('filechooser'), writer.tool('Take a photo').tap()]);
		assert.equal(await chooser.element().getAttribute('capture'), 'environment');
		await chooser.setFiles([small('phone.png')]);
		await writer.figures(1);
		await writer.figure().locator('figcaption').tap();
		for (const tool of await writer.figure().locator('.figure-tool').all()) {
			const box = await tool.boundingBox();
			assert.ok(box.height >= 44 && box.width >= 44, JSON.stringify(box));
		}
		assert.deepEqual(await violations(phone.page), []);
		for (const width of [320, 390]) {
			await phone.page.setViewportSize({ width, height: 844 });
			assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than ${width}`);
		}
		await context.close();
		await desk.close();
	});
});
