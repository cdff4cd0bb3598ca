// The side panel of the article form: topics, people, slug, lead picture, previews, what is missing; and the directory.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { violations } from './lib/axe.mjs';
import { launch, picture, view } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';
import { make } from '../http/lib/pictures.mjs';

const channels = { zh: '生活', en: 'Life' };
let instance, browser;
before(async () => {
	instance = await openInstance();
	browser = await launch();
});
after(() => browser?.close());

async function open(lang, options = {}) {
	const desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true, ...options });
	// Nobody's unsaved text of another test.
	await instance.sql(`DELETE FROM core.working_copy WHERE user_id = (SELECT id FROM core.app_user WHERE login = 'reporter') AND article_id IS NULL`);
	await desk.go('/articles/new');
	return desk;
}

const sent = (page, name) => page.evaluate((field) => new FormData(document.getElementById('form')).get(field), name);
const eventually = async (look, want) => {
	let is;
	for (let i = 0; i < 200; i++) {
		is = await look();
		try {
			assert.deepEqual(is, want);
			return;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
	assert.deepEqual(is, want);
};
/** The rows of the byline: role, name, outlet. */
const people = (desk) => desk.page.locator('.person-row').evaluateAll((rows) =>
	rows.map((row) => ['.person-role', '.person-name', '.person-outlet'].map((part) => row.querySelector(part).value)));
const missing = (desk) => desk.page.locator('#part-check .checks').first().locator('li:not(.is-done) a').allTextContents();

/** A picture in the library, uploaded by this person, ready. */
async function upload(desk, name) {
	const file = make(800, 500);
	const media = await desk.page.evaluate(async ({ bytes, called }) => {
		const form = new FormData();
		form.set('csrf', document.querySelector('input[name=csrf]').value);
		form.set('file', new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], called, { type: 'image/jpeg' }));
		form.set('alt', 'The bridge at dusk');
		form.set('credit', '受访者供图');
		const answer = await fetch('/media', { method: 'POST', body: form, headers: { accept: 'application/json' } });
		return answer.json();
	}, { bytes: readFileSync(file).toString('base64'), called: `${name}.jpg` });
	assert.ok(media.id, JSON.stringify(media));
	await eventually(() => instance.sql(`SELECT state FROM core.media WHERE id = ${media.id}`), 'ready');
	return media.id;
}

for (const lang of ['zh', 'en']) {
	describe(`the panel, ${lang}`, () => {
		let desk, page;
		before(async () => {
			desk = await open(lang);
			page = desk.page;
		});
		after(async () => {
			assert.deepEqual(desk.troubles, []);
			await desk.close();
		});

		it('says what is missing, and leads there', async () => {
			const t = desk.t;
			await eventually(() => missing(desk), [t('Headline'), t('Body'), t('Channel'), t('Bylines')]);
			await page.locator('#part-check').getByRole('link', { name: t('Channel') }).click();
			assert.equal(await page.evaluate(() => document.activeElement.id), 'channel');
			await page.locator('#part-check').getByRole('link', { name: t('Body') }).click();
			assert.equal(await page.evaluate(() => document.activeElement.id), 'body');
			await page.keyboard.type('钱塘 The tide.');
			await desk.field('Channel').selectOption({ label: channels[lang] });
			await desk.field('Headline').fill('如何冲向5000亿');
			await eventually(() => missing(desk), [t('Bylines')]);
			await page.getByRole('radio', { name: t('Reprint'), exact: true }).check();
			await eventually(() => missing(desk), ['Bylines', 'Original author', 'Original title', 'Original address', 'Responsible editor'].map(t));
			assert.ok(await desk.field('Original author').isVisible(), 'the fields of a reprint unfold');
			assert.deepEqual(await violations(page), []);
			await page.getByRole('radio', { name: t('Original'), exact: true }).check();
			await eventually(() => missing(desk), [t('Bylines')]);
			assert.ok(!(await desk.field('Original author').isVisible()), 'and go when it is none');
		});

		it('proposes a slug, and leaves the writer\'s own alone', async () => {
			const use = page.locator('.slug-proposal');
			await eventually(async () => (await use.textContent()).includes('ru-he-chong-xiang-5000-yi'), true);
			assert.equal(await desk.field('Slug').inputValue(), '');
			await use.getByRole('button').click();
			assert.equal(await desk.field('Slug').inputValue(), 'ru-he-chong-xiang-5000-yi');
			await desk.field('Slug').fill('my-own');
			await desk.field('Headline').fill('如何冲向6000亿');
			await eventually(async () => (await use.textContent()).includes('6000'), true);
			assert.equal(await desk.field('Slug').inputValue(), 'my-own', 'the edit wins');
		});

		it('takes topics by keyboard and from those in use', async () => {
			const field = desk.field('Topics');
			await field.focus();
			await page.keyboard.type('钱塘，');
			await page.keyboard.type('AI');
			await page.keyboard.press('Enter');
			await field.fill('一、二;三');
			assert.deepEqual((await sent(page, 'topics')).trim().split('\n'), ['钱塘', 'AI', '一', '二', '三']);
			await page.keyboard.press('Backspace');
			await page.getByRole('button', { name: desk.t('Remove topic {0}').replace('{0}', '一') }).click();
			assert.deepEqual((await sent(page, 'topics')).trim().split('\n'), ['钱塘', 'AI', '二']);
			assert.equal(await page.evaluate(() => document.activeElement.id), 'topics', 'focus stays at the field');
			await eventually(() => page.locator('#topics-used option[value="新质生产力"]').count(), 1);
			await field.fill('长'.repeat(31));
			await page.keyboard.press('Enter');
			assert.ok(await page.locator('#topics-problem').isVisible(), 'one that is too long is said to be');
			assert.equal(await field.inputValue(), '长'.repeat(31), 'and stays as it was typed');
			assert.deepEqual(await violations(page), []);
			await field.fill('');
		});

		it('a held Backspace empties the field, and stops at the topics', async () => {
			const before = await sent(page, 'topics');
			await desk.field('Topics').fill('x');
			for (let i = 0; i < 4; i++) await page.keyboard.down('Backspace');
			await page.keyboard.up('Backspace');
			assert.equal(await desk.field('Topics').inputValue(), '');
			assert.equal(await sent(page, 'topics'), before);
		});

		it('does not take a topic out of an input method\'s hands', async () => {
			const cdp = await page.context().newCDPSession(page);
			await desk.field('Topics').focus();
			await cdp.send('Input.imeSetComposition', { text: 'chao,', selectionStart: 5, selectionEnd: 5 });
			assert.equal((await sent(page, 'topics')).includes('chao'), false);
			await cdp.send('Input.insertText', { text: '潮水' });
			await page.keyboard.press('Enter');
			assert.ok((await sent(page, 'topics')).includes('潮水'));
		});

		it('names people in order, with what the directory knows of them', async () => {
			const t = desk.t;
			const name = (row) => page.locator('.person-name').nth(row);
			await name(0).fill('金檬');
			await eventually(() => people(desk), [['reporter', '金檬', '潮新闻客户端']]);
			await desk.button('Add a person').click();
			await page.keyboard.type('欧冉');
			await page.locator('.person-role').nth(1).selectOption('photographer');
			await desk.button('Add a person').click();
			await page.keyboard.type('文海');
			assert.equal((await people(desk)).length, 3);
			await page.getByRole('button', { name: t('Move up: {0}').replace('{0}', '文海') }).focus();
			await page.keyboard.press('Enter');
			await page.keyboard.press('Enter');
			assert.deepEqual((await people(desk)).map((p) => p[1]), ['文海', '金檬', '欧冉']);
			await page.locator('.person-drag').nth(2).dragTo(page.locator('.person-row').nth(0));
			assert.deepEqual((await people(desk)).map((p) => p[1]), ['欧冉', '文海', '金檬']);
			await page.getByRole('button', { name: t('Remove: {0}').replace('{0}', '文海') }).click();
			assert.deepEqual((await sent(page, 'bylines')).trim().split('\n'), [`${t('Photographer')} | 欧冉`, `${t('Reporter')} | 金檬 | 潮新闻客户端`]);
			await eventually(() => missing(desk), []);
			assert.deepEqual(await violations(page), []);
		});

		it('a role that was chosen stays when the directory knows another', async () => {
			await desk.button('Add a person').click();
			const row = (await people(desk)).length - 1;
			await page.locator('.person-role').nth(row).selectOption('editor');
			await page.locator('.person-name').nth(row).fill('金檬');
			await eventually(async () => (await people(desk))[row], ['editor', '金檬', '潮新闻客户端']);
			await page.locator('.person-remove').nth(row).click();
		});

		it('a lead picture that is taken out while its words are asked for leaves none behind', async () => {
			await upload(desk, `gone-${lang}-${Date.now()}`);
			let let_go;
			const held = new Promise((resolve) => (let_go = resolve));
			await page.route('**/media/*/state', async (route) => {
				await held;
				await route.continue();
			});
			await desk.button('Choose a picture').click();
			await page.getByRole('dialog').getByRole('button', { name: 'The bridge at dusk' }).first().click();
			await eventually(async () => (await sent(page, 'lead_media')) !== '', true);
			const answers = [page.waitForResponse('**/state'), page.waitForResponse('**/state')];
			await desk.button('Remove the lead picture').click();
			let_go();
			await Promise.all(answers);
			await page.unroute('**/media/*/state');
			for (const name of ['media', 'alt', 'credit']) assert.equal(await sent(page, `lead_${name}`), '', name);
		});

		it('chooses a lead picture, shows its crops, and brings its words along', async () => {
			const t = desk.t;
			const media = await upload(desk, `bridge-${lang}-${Date.now()}`);
			await desk.button('Choose a picture').click();
			const dialog = page.getByRole('dialog');
			await dialog.locator('.pick-one').first().waitFor();
			assert.deepEqual(await violations(page), []);
			if (lang === 'zh') await view(instance, page, 'panel-pick-zh');
			await dialog.getByRole('button', { name: 'The bridge at dusk' }).first().click();
			await eventually(() => sent(page, 'lead_media'), String(media));
			await eventually(() => desk.field('What the lead picture shows').inputValue(), 'The bridge at dusk');
			await eventually(() => desk.field('Credit of the lead picture').inputValue(), '受访者供图');
			await eventually(() => page.locator('.crops img').evaluateAll((all) => all.map((img) => img.complete && img.naturalWidth > 0)), [true, true, true]);
			const boxes = await page.locator('.crops img').evaluateAll((all) => all.map((img) => img.getBoundingClientRect()));
			[16 / 9, 4 / 3, 1].forEach((ratio, i) => assert.ok(Math.abs(boxes[i].width / boxes[i].height - ratio) < 0.05, `crop ${i}`));
			await eventually(() => missing(desk), []);
			await desk.field('Caption of the lead picture').fill('晚潮');
			assert.ok(await page.locator('.card-picture').isVisible(), 'it is on the shared card');
			assert.equal(await page.locator('#part-check').getByText(t('All is there for submission.')).isVisible(), true);
		});

		it('names pictures that readers cannot see, and leads to them, in the words of the plain form', async () => {
			const t = (msgid, ...words) => words.reduce((text, word) => text.replace('%.*s', word), desk.t(msgid));
			const media = await upload(desk, `rights-${lang}-${Date.now()}`);
			const day = await instance.sql(`UPDATE core.media SET expires_on = (now() AT TIME ZONE 'Asia/Shanghai')::date - 1 WHERE id = ${media} RETURNING expires_on`);
			const ended = (name) => t('“%.*s”: its rights ended after %.*s. It cannot be published anew.', name, day);
			const at = (await desk.tab()).page;
			await at.goto(`${instance.desk}/articles/new`);
			const id = await at.evaluate(async (picture) => {
				const sending = new URLSearchParams(new FormData(document.getElementById('form')));
				const text = (type, words) => ({ type, content: [{ type: 'text', text: words }] });
				const doc = { type: 'doc', content: [...Array.from({ length: 40 }, (_, i) => text('paragraph', `潮 ${i}`)), { type: 'figure', attrs: { media: picture }, content: [text('caption', '退潮')] }] };
				for (const [name, value] of Object.entries({ headline: '图片', channel: document.querySelector('#channel option[value="1"]').value, bylines: '记者 | 文海', body_json: JSON.stringify({ schema: 2, doc }), action: 'save' })) sending.set(name, value);
				return /\/articles\/(\d+)/.exec((await fetch('/articles', { method: 'POST', body: sending })).url)[1];
			}, media);
			await at.goto(`${instance.desk}/articles/${id}?edit=1`);
			const writing = { page: at };
			const warned = () => at.locator('.pictures-warned li:visible').allTextContents();
			await eventually(() => missing(writing), [ended('退潮')]);
			assert.deepEqual(await warned(), [ended('退潮')], 'the same words as without script');
			assert.deepEqual(await violations(at), []);
			await at.locator('#part-check').getByRole('link', { name: ended('退潮') }).click();
			await at.locator('figure.ProseMirror-selectednode img').waitFor();
			await eventually(() => at.locator('figure.ProseMirror-selectednode img').evaluate((img) => {
				const { top, bottom } = img.getBoundingClientRect();
				return top < innerHeight && bottom > 0;
			}), true);
			await instance.sql(`UPDATE core.media SET state = 'pending', expires_on = NULL WHERE id = ${media}; UPDATE core.media SET claimed_until = 'infinity' WHERE id = ${media}`);
			await at.evaluate(() => dispatchEvent(new Event('focus')));
			await eventually(() => missing(writing), [t('“%.*s” is not ready for readers yet: submit in a moment.', '退潮')]);
			await instance.sql(`UPDATE core.media SET state = 'ready' WHERE id = ${media}`);
			await eventually(() => missing(writing), []);
			await eventually(warned, []);
			assert.equal(await at.locator('#part-check').getByText(t('All is there for submission.')).isVisible(), true);
			await instance.sql(`UPDATE core.media SET state = 'failed', failure = 'time' WHERE id = ${media}`);
			await at.evaluate(() => dispatchEvent(new Event('focus')));
			await eventually(() => missing(writing), [t('“%.*s” cannot be used: upload another file of it.', '退潮')]);
			await at.locator('figure.ProseMirror-selectednode').click({ position: { x: 5, y: 5 } });
			await at.keyboard.press('Delete');
			await eventually(() => missing(writing), []);
			await at.close();
		});

		it('shows search result and shared card while one types', async () => {
			await desk.field('Summary').fill('一句话说清楚。');
			await desk.field('Title when shared').fill('分享用的标题');
			await eventually(() => page.locator('.panel .card-title').textContent(), '分享用的标题');
			await eventually(() => page.locator('.result-words').textContent(), '一句话说清楚。');
			assert.match(await page.locator('.result-title').textContent(), /^如何冲向6000亿 - /);
			assert.match(await page.locator('.result-where').textContent(), /\/my-own$/);
			const hint = page.locator('#summary-hint .counter');
			assert.match(await hint.textContent(), /7.*400/);
			assert.deepEqual(await violations(page), []);
			await picture(instance, page, `panel-${lang}`);
		});

		it('saves all of it, and shows it again', async () => {
			await desk.press('Save');
			const id = desk.articleId();
			const row = await instance.sql(`SELECT array_to_string(topics, ',') || '|' || social_title || '|' || (lead ->> 'caption') || '|' || slug || '|' || (bylines -> 1 ->> 'outlet')
				FROM core.revision r JOIN core.article a ON a.head_revision = r.id WHERE a.id = ${id}`);
			assert.equal(row, '钱塘,AI,二,潮水|分享用的标题|晚潮|my-own|潮新闻客户端');
			await desk.go(`/articles/${id}?edit=1`);
			await eventually(() => page.locator('.chip').count(), 4);
			assert.deepEqual((await people(desk)).map((p) => p[1]), ['欧冉', '金檬']);
			await eventually(() => page.locator('.crops img').count(), 3);
			await desk.press('Submit for review');
			assert.equal(await instance.sql(`SELECT state FROM core.article WHERE id = ${id}`), 'submitted');
		});

		it('puts kept fields back into chips and rows', async () => {
			await desk.go('/articles/new');
			await page.evaluate(() => {
				const form = document.getElementById('form');
				form.querySelector('[name=topics]').value = '潮汐\n港口\n';
				form.querySelector('[name=bylines]').value = '记者 | 文海、欧冉 | 海港\n';
				form.dispatchEvent(new CustomEvent('copydesk:restore', { detail: {} }));
			});
			await eventually(() => page.locator('.chip').count(), 2);
			assert.deepEqual(await people(desk), [['reporter', '文海', '海港'], ['reporter', '欧冉', '海港']]);
		});
	});

	describe(`the panel on a phone, ${lang}`, () => {
		let desk, page;
		before(async () => {
			desk = await open(lang, { width: 390, height: 844 });
			page = desk.page;
		});
		after(async () => {
			assert.deepEqual(desk.troubles, []);
			await desk.close();
		});

		it('is a sheet that the keyboard opens, stays in, and leaves', async () => {
			const opener = page.locator('.to-parts');
			assert.ok(await opener.isVisible());
			assert.ok(!(await desk.field('Channel').isVisible()));
			await opener.focus();
			await page.keyboard.press('Enter');
			assert.ok(await desk.field('Channel').isVisible());
			assert.equal(await page.evaluate(() => document.activeElement.classList.contains('parts-close')), true);
			for (let i = 0; i < 60; i++) {
				await page.keyboard.press('Tab');
				assert.ok(await page.evaluate(() => document.activeElement === document.body || document.getElementById('parts').contains(document.activeElement)), 'focus stays in the sheet');
			}
			assert.deepEqual(await violations(page), []);
			await view(instance, page, `panel-sheet-${lang}`);
			await page.locator('.parts-close').focus();
			await page.keyboard.press('Escape');
			assert.ok(!(await desk.field('Channel').isVisible()));
			assert.equal(await page.evaluate(() => document.activeElement.classList.contains('to-parts')), true);
		});

		it('has targets that a finger finds, with people in the byline too, wherever it is scrolled', async () => {
			await page.locator('.to-parts').click();
			for (const name of ['金檬', '欧冉', '文海']) {
				if (name !== '金檬') await desk.button('Add a person').click();
				await page.locator('.person-name').last().fill(name);
			}
			for (const block of ['start', 'center', 'end']) {
				await page.locator('.person-row').nth(1).evaluate((row, at) => row.scrollIntoView({ block: at }), block);
				assert.deepEqual(await violations(page), [], block);
			}
			await page.locator('#parts').evaluate((sheet) => (sheet.scrollTop = 0));
			assert.deepEqual(await violations(page), [], 'top');
			for (let i = 2; i > 0; i--) await page.locator('.person-row').nth(i).locator('.person-button').last().click();
			await page.keyboard.press('Escape');
		});

		it('opens for a field that the error summary names', async () => {
			await desk.field('Headline').fill('Without a channel');
			await desk.press('Save');
			await page.locator('#faults a[href="#channel"]').click();
			assert.equal(await page.evaluate(() => document.activeElement.id), 'channel');
			assert.ok(await desk.field('Channel').isVisible());
			await page.keyboard.press('Escape');
		});

		it('closes on the way to a field of the text', async () => {
			await page.locator('.to-parts').click();
			await page.locator('#part-check').getByRole('link', { name: desk.t('Headline') }).click();
			assert.equal(await page.evaluate(() => document.activeElement.id), 'headline');
			assert.ok(!(await desk.field('Channel').isVisible()));
			assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing sideways');
			assert.deepEqual(await violations(page), []);
		});
	});

	describe(`by touch, ${lang}`, () => {
		it('is met by targets that a finger finds, and by no keys that a phone has not', async () => {
			const desk = await open(lang, { width: 390, height: 844, touch: true });
			assert.ok(await desk.page.locator('#body-hint').isVisible());
			assert.ok(!(await desk.page.locator('#body-hint').innerText()).includes('Ctrl'));
			await desk.page.locator('.skip').focus();
			for (const target of ['.skip', '.brand']) {
				const { height, width } = await desk.page.locator(target).boundingBox();
				assert.ok(height >= 44 && width >= 44, `${target} is ${width} x ${height}`);
			}
			await desk.close();
		});
	});

	describe(`without script, ${lang}`, () => {
		it('is a plain form in the same order, and saves the same', async () => {
			const desk = await open(lang, { javaScript: false });
			const { page, t } = desk;
			await desk.field('Headline').fill('Plain form');
			await desk.field('Body').fill('Words.');
			await desk.field('Channel').selectOption({ label: channels[lang] });
			await desk.field('Topics').fill('潮汐，港口');
			await desk.field('Bylines').fill(`${t('Reporter')} | 文海 | 海港`);
			await desk.field('Lead picture').fill('x');
			await desk.press('Save');
			assert.ok(await page.locator('#faults a[href="#lead_media"]').isVisible(), 'a number that is none is said to be');
			await desk.field('Lead picture').fill('');
			await desk.press('Save');
			assert.equal(await instance.sql(`SELECT array_to_string(topics, ',') FROM core.revision r JOIN core.article a ON a.head_revision = r.id WHERE a.id = ${desk.articleId()}`), '潮汐,港口');
			assert.deepEqual(await desk.troubles, []);
			await desk.close();
		});
	});

	describe(`the directory, ${lang}`, () => {
		it('is kept right by an editor, by the same names', async () => {
			const desk = await Desk.signedIn(browser, instance, 'editor', { lang, javaScript: true });
			const { page, t } = desk;
			const name = `王小满${lang}${Date.now() % 100000}`;
			await desk.link('People').click();
			await desk.field('Name').fill(name);
			await desk.field('Outlet').fill('海港周刊');
			await desk.field('Usual role').selectOption('photographer');
			await desk.press('Add');
			assert.ok(await page.getByText(t('Saved.')).isVisible());
			await desk.field('Name or outlet').fill(name);
			await desk.press('Find');
			await page.getByRole('link', { name: t('Change') }).first().click();
			await desk.field('Propose in bylines').uncheck();
			await desk.press('Save');
			assert.equal(await instance.sql(`SELECT active FROM core.person WHERE name = '${name}'`), 'f');
			assert.deepEqual(await violations(page), []);
			await picture(instance, page, `people-${lang}`);
			await desk.close();
		});
	});
}
