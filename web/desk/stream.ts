// Hears from nginx that something changed (conf/nginx/events).  A hint and no more: whoever hears it
// asks the desk, and asks now and then all the same, for what is lost is not sent again.
export type What = 'presence' | 'saved' | 'state' | 'remarks';

const FIRST = 1000;
const MOST = 60000;

export class Stream {
	private source: EventSource | null = null;
	private wait = FIRST;
	private timer = 0;
	/** Is it open now?  Then asking can be rare. */
	open = false;

	/** ${heard} is called with what changed, and with everything when the stream opens, as much may have been missed. */
	constructor(
		private readonly address: string,
		private readonly heard: (what: ReadonlySet<What>) => void,
	) {
		if (typeof EventSource === 'undefined') return;
		// A hidden page holds no connection: by HTTP/1.1 a browser has six for all of its pages.
		document.addEventListener('visibilitychange', () => this.seen());
		addEventListener('pagehide', () => this.close());
		addEventListener('pageshow', () => this.seen());
		addEventListener('online', () => this.again());
		this.seen();
	}

	private seen(): void {
		if (document.visibilityState === 'hidden') this.close();
		else this.connect();
	}

	private again(): void {
		this.wait = FIRST;
		this.close();
		this.seen();
	}

	private connect(): void {
		if (this.source) return;
		const source = new EventSource(this.address);
		this.source = source;
		source.addEventListener('open', () => {
			this.open = true;
			this.wait = FIRST;
			this.heard(new Set<What>(['presence', 'saved', 'state', 'remarks']));
		});
		source.addEventListener('message', (event: MessageEvent<string>) => this.take(event.data));
		source.addEventListener('error', () => this.failed());
	}

	private take(data: string): void {
		try {
			const {what} = JSON.parse(data) as {what?: unknown};
			if (Array.isArray(what)) this.heard(new Set(what as What[]));
		} catch {
			// Not from us.
		}
	}

	/** It ended, as each does after two minutes, or was refused: the next one asks for leave anew. */
	private failed(): void {
		const refused = !this.open;
		this.close();
		if (refused) this.wait = Math.min(MOST, this.wait * 2);
		this.timer = window.setTimeout(() => this.seen(), this.wait * (0.5 + Math.random()));
	}

	private close(): void {
		clearTimeout(this.timer);
		this.source?.close();
		this.source = null;
		this.open = false;
	}
}
