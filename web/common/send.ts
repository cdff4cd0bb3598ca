// A picture on its way to the desk.
// A line that carries nothing for so long counts as cut; what has arrived is also checked and stored.
const STALLED_MS = 30_000;
const CHECKED_MS = 60_000;

interface Told<T> {
	progress(percent: number): void;
	answered(status: number, answer: T | null): void;
	/** The network stood in the way. */
	cut(): void;
}

/** Sends ${fields} to the library; one of ${told}.answered and .cut is called, unless what is returned was called before: it gives up. */
export function send<T>(fields: FormData, told: Told<T>): () => void {
	const request = new XMLHttpRequest();
	let open = true;
	let timer = 0;
	const end = (tell?: () => void) => {
		if (!open) return;
		open = false;
		clearTimeout(timer);
		tell?.();
	};
	const giveUp = (tell?: () => void) => {
		end(tell);
		request.abort();
	};
	const watch = (limit: number) => {
		clearTimeout(timer);
		timer = window.setTimeout(() => giveUp(told.cut), limit);
	};
	request.open('POST', '/media');
	request.setRequestHeader('Accept', 'application/json');
	request.responseType = 'json';
	request.upload.addEventListener('progress', (event) => {
		if (!open || !event.lengthComputable) return;
		const percent = Math.floor((event.loaded / event.total) * 100);
		watch(percent < 100 ? STALLED_MS : CHECKED_MS);
		told.progress(percent);
	});
	request.addEventListener('load', () => end(() => told.answered(request.status, request.response as T | null)));
	request.addEventListener('error', () => end(told.cut));
	watch(STALLED_MS);
	request.send(fields);
	return giveUp;
}
