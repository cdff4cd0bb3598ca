// What is answered in a dialog gets into the text, whatever became of it meanwhile.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { randomBytes } from 'node:crypto';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { file, PictureWriter } from './lib/pictures.mjs';
import { png } from './lib/png.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

for (const lang of ['zh', 'en']) {
	describe(`asking, ${lang}`, { timeout: 120000 }, () => {
		let desk, writer, dialog, come;
		const lock = (locked) =>
			desk.page.evaluate((on) => document.getElementById('form').dispatchEvent(new CustomEvent('copydesk:lock', { detail: { locked: on, reason: 'x' } })), locked);
		const ok = () => dialog.getByRole('button', { name: desk.t('OK') }).click();

		before(async () => {
			desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			await desk.go('/articles/new');
			writer = new PictureWriter(desk);
			dialog = desk.page.locator('dialog.ask');
		});
		// A picture is on its way to the place between two paragraphs, of which the second is in hand.
		beforeEach(async () => {
			await writer.clear();
			await writer.keys.insertText('前文');
			const held = new Promise((done) => (come = done));
			await desk.page.route('**/media', async (route) => {
				await held;
				await route.continue();
			});
			await writer.pick('Picture', [file('a.png', png(32, 20, randomBytes(3)))]);
			await writer.body.focus();
			await writer.keys.press('Control+End');
			await writer.keys.press('Enter');
			await writer.keys.insertText('后文字');
			await writer.keys.press('ArrowLeft');
		});
		after(async () => {
			await desk.page.unrouteAll({ behavior: 'ignoreErrors' });
			await desk.close();
		});

		it('a footnote goes where it was wanted', async () => {
			await writer.tool('Footnote').click();
			await dialog.getByLabel(desk.t('Text of the note')).fill('据水利局');
			come();
			await writer.figures(1);
			await ok();
			await until(async () => (await writer.blocks()).includes('paragraph 后文[据水利局]字'));
			const at = (await writer.blocks()).indexOf('paragraph 后文[据水利局]字');
			assert.equal((await writer.document()).content[at].content[1].type, 'footnote');
		});

		it('a link goes over the words that were selected', async () => {
			await writer.selectLine();
			await writer.keys.press('Control+k');
			await dialog.getByLabel(desk.t('Address')).fill('example.org');
			come();
			await writer.figures(1);
			await ok();
			const marked = async () => (await writer.document()).content.flatMap((block) => block.content ?? []).filter((node) => node.marks);
			await until(async () => (await marked()).length > 0);
			assert.deepEqual(await marked(), [{ type: 'text', text: '后文', marks: [{ type: 'link', attrs: { href: 'https://example.org/' } }] }]);
		});

		it('a footnote in hand is changed where it is by then, a card while others hold the article comes after that', async () => {
			await writer.tool('Footnote').click();
			await dialog.getByLabel(desk.t('Text of the note')).fill('旧');
			await ok();
			await desk.page.locator('.ProseMirror sup').dblclick();
			await dialog.getByLabel(desk.t('Text of the note')).fill('新');
			come();
			await writer.figures(1);
			await ok();
			await until(async () => (await writer.blocks()).includes('paragraph 后文[新]字'));
			await writer.keys.press('Control+End');
			await writer.tool('Embed').click();
			await dialog.getByLabel(desk.t('What is to be seen there')).fill('涨潮');
			await dialog.getByLabel(desk.t('Address of the video or post')).fill('https://www.bilibili.com/video/BV1');
			await lock(true);
			await ok();
			assert.ok(!JSON.stringify(await writer.document()).includes('涨潮'));
			await lock(false);
			await until(async () => JSON.stringify(await writer.document()).includes('涨潮'));
		});
	});
}
