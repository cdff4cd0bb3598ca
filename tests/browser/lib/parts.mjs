// The instance's processes, to be killed and stopped.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = process.env.COPYDESK_TEST_VAR;
const number = (file) => Number(readFileSync(join(folder, file), 'utf8').split('\n')[0]);
const children = (pid) => {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
	} catch {
		return [];
	}
};
const commandOf = (pid) => {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return '';
	}
};

export const supervisor = () => number('run/supervisor.pid');
export const postmaster = () => number('db/postmaster.pid');

/** The workers of desk.fcgi, below the master that starts them again. */
export function deskWorkers() {
	return children(supervisor())
		.filter((pid) => commandOf(pid).includes('desk.fcgi'))
		.flatMap(children);
}

/** The workers of nginx, each of which holds lines of browsers. */
export function nginxWorkers() {
	return children(supervisor())
		.filter((pid) => commandOf(pid).startsWith('nginx: master'))
		.flatMap(children);
}

export function signal(pids, name) {
	for (const pid of pids) {
		try {
			process.kill(pid, name);
		} catch {
			// It has gone by itself.
		}
	}
}

/** Waits until ${condition} holds, looking often. */
export async function until(condition, limit = 20000) {
	const end = Date.now() + limit;
	for (;;) {
		const value = await condition();
		if (value) return value;
		if (Date.now() > end) throw new Error(`it never came: ${condition}`);
		await sleep(50);
	}
}
