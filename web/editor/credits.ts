// Who took the pictures: remembered for whoever writes at this browser, the last one first.
import { say } from './lang';

const KEPT = 8;

const name = () => `copydesk.credits.${document.getElementById('form')?.dataset.user ?? ''}`;

function stored(): string[] {
	try {
		const list: unknown = JSON.parse(localStorage.getItem(name()) ?? '[]');
		return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
	} catch {
		return [];
	}
}

/** Credits to choose from. */
export const credits = () => [...new Set([...stored(), say('creditUsual')])].slice(0, KEPT);

export function rememberCredit(credit: string) {
	const words = credit.trim();
	if (words === '') return;
	try {
		localStorage.setItem(name(), JSON.stringify([words, ...stored().filter((one) => one !== words)].slice(0, KEPT)));
	} catch {
		// A browser that keeps nothing remembers none.
	}
}
