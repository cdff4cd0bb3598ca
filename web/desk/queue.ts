// On the pages of who reviews: tells what came in for review since the page was made.
import {Stream} from './stream';
import {get} from './wire';

const EVERY = 30000;

class Queue {
	private known: Set<number> | null = null;
	private stream: Stream | null = null;

	constructor(private readonly line: HTMLElement) {}

	begin(): void {
		void this.look();
		this.stream = new Stream('/review/events', () => void this.look());
		window.setInterval(() => {
			if (!this.stream?.open && document.visibilityState === 'visible') void this.look();
		}, EVERY);
	}

	private async look(): Promise<void> {
		let articles: number[];
		try {
			({articles} = await get<{articles: number[]}>('/review/waiting'));
		} catch {
			return; // The next one may do better; nothing is lost but time.
		}
		this.known ??= new Set(articles);
		this.show(articles.filter((id) => !this.known?.has(id)).length);
	}

	private show(fresh: number): void {
		const link = document.createElement('a');
		link.href = location.href;
		link.textContent = (this.line.dataset.words ?? '').replace('{0}', String(fresh));
		if (fresh > 0 && this.line.textContent !== link.textContent) this.line.replaceChildren(link);
		this.line.hidden = fresh === 0;
	}
}

const line = document.querySelector<HTMLElement>('.fresh');
if (line) new Queue(line).begin();
