// What may be linked, and what may be embedded.
import { body } from 'gen/body_schema';

const HREF_MAX = body.marks.link.attrs.href.max;
const EMBED_MAX = body.nodes.embed.attrs.url.max;
const bytes = (text: string) => new TextEncoder().encode(text).length;

/**
 * May a link lead there?  As the server judges it: http:, https:, mailto:, tel:, or a relative
 * address that cannot become another host.
 */
export function safeAddress(address: string): boolean {
	if (address === '' || /[\u0000-\u0020\u007f-\u009f\u2028\u2029\\]/.test(address)) return false;
	if (bytes(address) > HREF_MAX) return false;
	const scheme = /^([^:/?#]*):/.exec(address);
	if (scheme) return /^(https?|mailto|tel)$/i.test(scheme[1]);
	return !address.startsWith('//');
}

/** What somebody typed as an address, completed; null if no link can be made of it. */
export function typedAddress(typed: string): string | null {
	const text = typed.trim();
	if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
	const full = /^[a-z0-9-]+(\.[a-z0-9-]+)+([/?#].*)?$/i.test(text) ? `https://${text}` : text;
	if (/^https?:/i.test(full)) {
		// Encodes spaces and the like, so that what was copied from an address bar can be linked.
		const url = parsed(full);
		return url && safeAddress(url.href) ? url.href : null;
	}
	return safeAddress(full) ? full : null;
}

function parsed(address: string): URL | null {
	try {
		return new URL(address);
	} catch {
		return null;
	}
}

/** The provider on whose host the address is; null if none of those that we embed. */
export function providerOf(address: string): string | null {
	const url = parsed(address);
	if (!url || url.protocol !== 'https:' || url.username || url.password || url.port || bytes(address) > EMBED_MAX) return null;
	if (!safeAddress(address) || !address.startsWith('https://')) return null;
	for (const [name, provider] of Object.entries(body.providers)) {
		// By what stands there, as the server looks at it, not by what a browser makes of it.
		const host = address.slice('https://'.length).split(/[/?#]/)[0];
		if (provider.hosts.some((known: string) => host === known || host.endsWith(`.${known}`))) return name;
	}
	return null;
}
