// Sessions of browsers that were closed, for the next ones: signing in, which costs seconds of reckoning, is tested
// where it is what is tested.  No session is in two browsers at once.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const cookieName = '__Host-copydesk';
const place = (instance) => join(instance.folder, 'test-sessions');

/** Leaves the session of ${context} to who needs one of ${login} next. */
export async function leave(instance, login, context) {
	const cookie = (await context.cookies(instance.desk)).find(({ name }) => name === cookieName);
	if (!cookie) return;
	await mkdir(place(instance), { recursive: true });
	await writeFile(join(place(instance), `${login}.${randomBytes(8).toString('hex')}`), JSON.stringify(cookie), { mode: 0o600 });
}

/** Takes one of ${login} into ${context}; false where there is none.  It may have ended: the desk says so. */
export async function take(instance, login, context) {
	const all = await readdir(place(instance)).catch(() => []);
	const name = all.find((one) => one.startsWith(`${login}.`));
	if (!name) return false;
	const cookie = JSON.parse(await readFile(join(place(instance), name), 'utf8'));
	await rm(join(place(instance), name));
	await context.addCookies([cookie]);
	return true;
}
