// Crops that are being made: shown when they are there, without loading the page again.
import type {Say} from '../common/words';

const EVERY = 2000;
const AT_MOST = 60;

export function late(page: Document, say: Say): void {
	const hint = page.getElementById('crops-late');
	const at = hint?.dataset.at;
	if (!hint || !at) return;
	let tries = 0;
	const look = async (): Promise<void> => {
		const answer = await fetch(at, {headers: {accept: 'application/json'}}).catch(() => null);
		const state = answer?.ok ? ((await answer.json()) as {state?: string}).state : 'pending';
		if (state === 'failed') {
			hint.textContent = say('late_failed');
		} else if (state === 'ready') {
			hint.remove();
			for (const image of page.querySelectorAll<HTMLImageElement>('#whole img, .picture-crop img')) image.src = `${image.src.split('#')[0]}#ready`;
			for (const badge of page.querySelectorAll('.picture-states .submitted')) badge.remove();
		} else if (++tries < AT_MOST) {
			setTimeout(() => void look(), EVERY);
		}
	};
	setTimeout(() => void look(), EVERY);
}
