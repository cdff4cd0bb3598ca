// Scripts that come after the page: each leaves what it is as a property of the window.
const TOO_LONG_MS = 20_000;

const loading = new Map<string, Promise<unknown>>();

function load<T>(address: string, name: string): Promise<T> {
	return new Promise((resolve, reject) => {
		const script = document.createElement('script');
		const end = () => {
			clearTimeout(timer);
			const come = (window as unknown as Record<string, T | undefined>)[name];
			if (come) return resolve(come);
			script.remove();
			reject(new Error(address));
		};
		const timer = setTimeout(end, TOO_LONG_MS);
		script.src = address;
		script.addEventListener('load', end);
		script.addEventListener('error', end);
		document.head.append(script);
	});
}

/** What the script at ${address} leaves as ${name}: loaded once; where that fails, the next who asks tries again. */
export function late<T>(address: string, name: string): Promise<T> {
	const known = loading.get(name) ?? load<T>(address, name);
	loading.set(name, known);
	known.catch(() => loading.delete(name));
	return known as Promise<T>;
}
