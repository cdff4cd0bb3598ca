// The field of the headline is as high as its words, and holds one line.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, view } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';

let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

const headlines = {
	zh: '潮城港清淤工程提前完工，轮渡明起恢复早六点首班，沿江三个码头同步开放夜间停靠',
	en: 'The dredging of the harbour ends early: ferries leave at six again from tomorrow, and three piers stay open at night',
};

for (const [lang, words] of Object.entries(headlines)) {
	for (const [width, height] of [[390, 844], [1280, 900]]) {
		describe(`the headline, ${lang}, ${width}`, () => {
			let desk, page, field;
			const value = () => field.inputValue();
			before(async () => {
				desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true, width, height });
				({ page } = desk);
				await desk.go('/articles/new');
				field = desk.field('Headline');
			});
			after(() => desk?.close());

			it('is shown whole while it is typed', async () => {
				const one = (await field.boundingBox()).height;
				assert.ok(one >= 44 && one < 64, `empty it is one line high: ${one}`);
				await field.click();
				await page.keyboard.insertText(words);
				assert.ok(await field.evaluate((box) => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth), 'nothing of it is hidden');
				assert.ok((await field.boundingBox()).height > one);
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
				await view(instance, page, `headline-${lang}-${width}`);
				assert.deepEqual(await violations(page), []);
			});

			it('takes no end of a line in, by paste or drop, and undo leads back', async () => {
				await field.fill('');
				await page.keyboard.insertText('AD');
				await page.keyboard.press('ArrowLeft');
				await field.evaluate((box) => {
					const data = new DataTransfer();
					data.setData('text/plain', 'B\r\nC\n');
					box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
				});
				assert.equal(await value(), 'AB C D');
				await page.keyboard.press('Control+z');
				assert.equal(await value(), 'AD');
				await field.evaluate((box) => {
					box.setRangeText('x\ny');
					box.dispatchEvent(new Event('input', { bubbles: true }));
				});
				assert.match(await value(), /x y/);
			});

			it('Enter saves, as in any field of one line', async () => {
				await field.fill(words);
				await desk.answer(() => field.press('Enter'));
				// Without a body it is saved, or refused for another field: by the answer of the button "Save".
				assert.ok((await page.locator('#faults').count()) > 0 || new URL(page.url()).pathname !== '/articles/new');
				assert.equal(await value(), words);
			});
		});
	}

	it(`the headline is one line without a script too, ${lang}`, async () => {
		const desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: false, width: 390, height: 844 });
		await desk.go('/articles/new');
		await desk.field('Headline').fill(`${words}\n2`);
		await desk.field('Channel').selectOption({ index: 1 });
		await desk.field('Body').fill(words);
		await desk.press('Save');
		await desk.go(`/articles/${desk.articleId()}?edit=1`);
		assert.equal(await desk.field('Headline').inputValue(), `${words} 2`);
		await desk.close();
	});
}
