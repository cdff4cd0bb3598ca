// An article on a phone, by touch alone: fingers press all that is pressed, and the phone's keyboard types.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { until } from './lib/parts.mjs';
import { Writer } from './lib/writer.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

for (const [lang, story] of Object.entries({
	zh: { headline: '末班渡轮', words: ['今天', '轮渡六点开出。'], composed: [['c', 'chao', 'chao shui'], '潮水'], tunnel: '隧道里写的。', remark: '请核对时间。' },
	en: { headline: 'The last ferry', words: ['Ferries', ' leave at six.'], composed: [['t', 'ti', 'tide'], 'tide'], tunnel: ' Written in a tunnel.', remark: 'Please check the time.' },
})) {
	describe(`a phone, ${lang}`, { timeout: 240000 }, () => {
		let desk, page, writer, id;
		const written = async () => (await writer.document()).content.map((block) => (block.content ?? []).map((part) => part.text ?? '').join(''));
		const tapped = (locator) => desk.answer(() => locator.tap());

		/** Waits until by ${act} ${text} is selected, and the editor has heard of it. */
		async function selected(text, act) {
			await page.evaluate((words) => {
				globalThis.heard = new Promise((done) => document.addEventListener('selectionchange', () => getSelection().toString().trim() === words && done(true)));
			}, text);
			await act();
			await page.evaluate(() => globalThis.heard);
		}

		/** Two taps on ${text}, by which phones select a word. */
		async function choose(text) {
			const at = await writer.body.evaluate((body, words) => {
				const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
				while (walker.nextNode()) {
					const start = walker.currentNode.data.indexOf(words);
					if (start < 0) continue;
					const range = document.createRange();
					range.setStart(walker.currentNode, start);
					range.setEnd(walker.currentNode, start + words.length);
					range.startContainer.parentElement.scrollIntoView({ block: 'center' });
					const box = range.getBoundingClientRect();
					return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
				}
				return null;
			}, text);
			assert.ok(at, `${text} is there`);
			await selected(text, async () => {
				for (let i = 0; i < 2; i++) await page.touchscreen.tap(at.x, at.y);
			});
		}

		before(async () => {
			desk = await Desk.withNothingUnsaved(browser, instance, 'reporter', { lang, javaScript: true, touch: true, width: 390, height: 844 });
			page = desk.page;
			writer = new Writer(desk);
		});
		after(async () => {
			assert.deepEqual(desk?.troubles, []);
			await desk?.close();
		});

		it('writes a headline and a text, a word of it bold, with its input method', async () => {
			await desk.go('/articles/new');
			await desk.field('Headline').tap();
			await writer.keys.type(story.headline);
			assert.equal(await desk.field('Headline').inputValue(), story.headline);
			await writer.body.tap();
			await writer.keys.type(story.words.join(''));
			await choose(story.words[0]);
			await writer.tool('Bold').tap();
			assert.deepEqual((await writer.document()).content[0].content, [
				{ type: 'text', text: story.words[0], marks: [{ type: 'strong' }] },
				{ type: 'text', text: story.words[1] },
			]);
			await selected('', () => writer.body.locator('p').tap({ position: { x: 300, y: 10 } }));
			await writer.keys.press('Enter');
			const ime = await writer.inputMethod();
			for (const step of story.composed[0]) await ime.compose(step);
			await ime.commit(story.composed[1]);
			await until(async () => (await written())[1] === story.composed[1]);
			assert.deepEqual(await written(), [story.words.join(''), story.composed[1]]);
		});

		it('chooses the channel in the sheet', async () => {
			await page.locator('.to-parts').tap();
			await desk.field('Channel').tap();
			await desk.field('Channel').selectOption({ index: 1 });
			await page.locator('.person-name').first().tap();
			await writer.keys.type('林知夏');
			await page.locator('.parts-close').tap();
			await page.waitForFunction(() => document.getElementById('channel').offsetParent === null);
			assert.notEqual(await desk.field('Channel').inputValue(), '');
			await page.waitForSelector('#working[data-kind=saved]');
		});

		it('writes on in a tunnel, is told where the text is, and has it again behind it', async () => {
			await page.context().setOffline(true);
			await writer.body.locator('p').last().tap();
			await writer.keys.press('End');
			await writer.keys.type(story.tunnel);
			await page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });
			const line = page.locator('#working');
			for (const words of ['Automatic saving is paused', 'there is no network', 'Your text is kept in this browser.'])
				assert.ok((await line.innerText()).includes(desk.t(words)), await line.innerText());
			assert.ok(await line.evaluate((e) => {
				const box = e.getBoundingClientRect();
				return box.width > 0 && box.bottom <= innerHeight && box.top >= 0;
			}), 'it is in sight where one writes');
			await until(() => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true }))));
			await desk.crash();
			await page.context().setOffline(false);
			page = desk.page = await page.context().newPage();
			page.on('pageerror', (error) => desk.troubles.push(error.stack));
			writer = new Writer(desk);
			await desk.go('/articles/new');
			await page.locator('.offer').getByRole('button', { name: desk.t('Take it') }).tap();
			await until(async () => (await written()).at(-1) === story.composed[1] + story.tunnel);
			assert.equal(await desk.field('Headline').inputValue(), story.headline);
		});

		it('saves it, comments on a paragraph, looks at its history, and hands it in', async () => {
			await tapped(desk.button('Save'));
			id = desk.articleId();
			await writer.body.locator('p').first().tap();
			await writer.tool('Comment').tap();
			const field = page.getByRole('textbox', { name: desk.t('Your comment'), exact: true });
			await field.tap();
			await writer.keys.type(story.remark);
			await page.locator('.remark-write button').first().tap();
			await until(async () => (await instance.sql(`SELECT string_agg(r.text, '|') FROM core.remark r JOIN core.remark_thread t ON t.id = r.thread_id WHERE t.article_id = ${id}`)) === story.remark);
			await tapped(desk.link('History'));
			assert.equal(await page.locator('.versions .row').count(), 1);
			await tapped(page.locator('.crumb a'));
			await tapped(desk.button('Submit for review'));
			assert.equal(await instance.sql(`SELECT state FROM core.article WHERE id = ${id}`), 'submitted');
		});
	});
}
