// The server's disk is full while somebody writes: it really is, on a small file system of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { violations } from './lib/axe.mjs';
import { launch, picture } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { openInstance } from './lib/instance.mjs';

const execute = promisify(execFile);
const folder = process.env.COPYDESK_TEST_VAR;
const SMALL = '2m';

/** As the cluster's superuser, who is the owner of its files. */
async function superuser(user, text) {
	const psql = ['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-h', join(folder, 'sock'), '-U', user, '-d', 'copydesk', '-c', text];
	await execute('runuser', ['-u', user, '--', ...psql]);
}

const skip = process.getuid() !== 0 && 'only root can mount a small disk';
describe('the disk of the server is full', { skip }, () => {
	let instance, browser, disk, user;
	before(async () => {
		instance = await openInstance();
		browser = await launch();
		const files = await stat(join(folder, 'db'));
		user = (await execute('id', ['-nu', String(files.uid)])).stdout.trim();
		disk = await mkdtemp(join(tmpdir(), 'copydesk-disk-'));
		await execute('mount', ['-t', 'tmpfs', '-o', `size=${SMALL},mode=700`, 'tmpfs', disk]);
		await chown(disk, files.uid, files.gid);
		await superuser(user, `CREATE TABLESPACE small LOCATION '${disk}'`);
		await superuser(user, 'ALTER TABLE core.working_copy SET TABLESPACE small');
		// As much as there is room for.
		await execute('dd', ['if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=4k']).catch(() => {});
	});
	after(async () => {
		await browser?.close();
		await rm(join(disk, 'fill'), { force: true });
		await superuser(user, 'ALTER TABLE core.working_copy SET TABLESPACE pg_default');
		await superuser(user, 'DROP TABLESPACE small');
		await execute('umount', [disk]);
		await rm(disk, { recursive: true });
	});

	for (const lang of ['zh', 'en'])
		it(`is said in words, the text stays in the browser, and goes to the desk when there is room, ${lang}`, async () => {
			await writeFile(join(disk, 'fill'), Buffer.alloc(4 << 20)).catch((error) => assert.equal(error.code, 'ENOSPC'));
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			const desk = await Desk.signedIn(browser, instance, 'reporter', { lang, javaScript: true });
			const page = desk.page;
			await desk.go('/articles/new');
			await desk.field('Headline').fill(`满盘 ${lang}`);
			// Random, so that it is as large in the database as it is here.
			const text = Array.from({ length: 4000 }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20000))).join('');
			await desk.field('Body').fill(text);
			await page.waitForSelector('#working[data-kind=paused]', { timeout: 20000 });
			const told = await page.locator('#working').innerText();
			for (const words of ["the newsroom's disk is full: tell your administrator", 'Your text is kept in this browser.'])
				assert.ok(told.includes(desk.t(words)), told);
			assert.deepEqual(await violations(page), []);
			await picture(instance, page, `full-disk-${lang}`);

			await page.close();
			desk.page = await page.context().newPage();
			await desk.go('/articles/new');
			await desk.page.locator('.offer').first().getByRole('button', { name: desk.t('Take it') }).click();
			assert.ok((await desk.page.evaluate(() => new FormData(document.getElementById('form')).get('body_json') ?? '')).includes(text), 'this browser has the text');

			await rm(join(disk, 'fill'));
			await desk.field('Body').focus();
			await desk.page.keyboard.press('Control+End');
			await desk.page.keyboard.insertText('。');
			await desk.page.waitForSelector('#working[data-kind=saved]', { timeout: 60000 });
			const stored = await instance.sql(`SELECT count(*) FROM core.working_copy WHERE fields ->> 'body_json' LIKE '%${text.slice(0, 40)}%'`);
			assert.equal(stored, '1', 'and the desk has it once there is room');
			await instance.sql('DELETE FROM core.working_copy; DELETE FROM core.presence');
			await superuser(user, 'VACUUM FULL core.working_copy');
			await desk.close();
		});
});
