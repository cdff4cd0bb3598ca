// The instance under test: a Copydesk that ./run started, all parts real.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
export const top = resolve(fileURLToPath(new URL('../../..', import.meta.url)));

/** The processes whose command line names ${word}, such as a browser's own folder. */
async function processes(word) {
	const found = [];
	for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
		const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		if (command.includes(word)) found.push(Number(pid));
	}
	return found;
}

/** Returns the instance whose folder COPYDESK_TEST_VAR names; tests/browser/run starts one. */
export async function openInstance() {
	const folder = process.env.COPYDESK_TEST_VAR;
	if (!folder) throw new Error('COPYDESK_TEST_VAR is not set: start me by tests/browser/run');
	const run = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'));
	const account = (login) => {
		const found = run.accounts.find((a) => a.login === login);
		if (!found) throw new Error(`run.json knows no account ${login}`);
		return found;
	};
	// As the owner: for what only time or an administrator brings about.
	const sql = async (text) =>
		(await execute('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', run.database, '-c', text])).stdout.trim();
	/** Holds what ${text} locks, from when this returns until what it returns is called. */
	const hold = async (text) => {
		const psql = spawn('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', run.database], { stdio: ['pipe', 'pipe', 'inherit'] });
		psql.stdin.write(`BEGIN; ${text}; SELECT 'held';\n`);
		await once(psql.stdout, 'data');
		// A test that fails meanwhile ends all the same, and psql with it.
		for (const one of [psql, psql.stdin, psql.stdout]) one.unref();
		return async () => {
			psql.stdin.end('COMMIT;\n');
			await once(psql, 'close');
		};
	};
	const screenshots = process.env.COPYDESK_SCREENSHOTS;
	return { site: run.site, desk: run.desk, folder, screenshots, account, sql, hold, processes };
}
