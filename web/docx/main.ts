// Reads Word files (.docx): loaded by the editor when one is wanted, as /static/docx.js.
import JSZip from 'jszip';
import { convertToHtml, images } from 'mammoth';
import { mend } from './mend';
import { takeNumbers } from './numbers';
import { footnotes, takeTitle } from './shape';

/** What does not come along, or not as it was. */
export type Lost = 'comments' | 'changes' | 'formulas' | 'charts' | 'objects' | 'headers' | 'hidden';
export type Fault = 'encrypted' | 'old' | 'large' | 'bad';

/** ${rest} is ${html} without what ${title} was taken from. */
export type WordText = { html: string; title: string; rest: string; lost: Partial<Record<Lost, number>> } | { fault: Fault };

export interface WordReader {
	read: (file: ArrayBuffer) => Promise<WordText>;
}

// Unpacked, no text with its pictures is larger: what is, wants to use up the memory.
const MAX_UNPACKED = 256 * 1024 * 1024;

// Chinese and English names of the styles that mammoth does not know by itself.
const STYLES = [
	"p[style-name='Title'] => h1.title:fresh",
	"p[style-name='标题'] => h1.title:fresh",
	"p[style-name='Subtitle'] => p:fresh",
	...[1, 2, 3, 4, 5, 6].map((n) => `p[style-name='标题 ${n}'] => h${n}:fresh`),
	"p[style-name='Quote'] => blockquote > p:fresh",
	"p[style-name='Intense Quote'] => blockquote > p:fresh",
	"p[style-name='Quotations'] => blockquote > p:fresh",
	"p[style-name='引用'] => blockquote > p:fresh",
	"p[style-name='明显引用'] => blockquote > p:fresh",
	// In the middle of a paragraph they part words too.
	"br[type='page'] => br:fresh",
	"br[type='column'] => br:fresh",
];

const begins = (file: Uint8Array, ...bytes: number[]) => bytes.every((byte, i) => file[i] === byte);

/** Is ${word} in ${file}, written in UTF-16 as in Microsoft's compound files? */
function holds(file: Uint8Array, word: string): boolean {
	const wanted = Array.from(word, (sign) => [sign.charCodeAt(0), 0]).flat();
	for (let at = file.indexOf(wanted[0]); at >= 0; at = file.indexOf(wanted[0], at + 1))
		if (wanted.every((byte, i) => file[at + i] === byte)) return true;
	return false;
}

/** What is wrong with a file that is no archive. */
function faultOf(file: Uint8Array): Fault | null {
	if (begins(file, 0xd0, 0xcf, 0x11, 0xe0)) return holds(file, 'EncryptedPackage') ? 'encrypted' : 'old';
	if (begins(file, 0x7b, 0x5c, 0x72, 0x74, 0x66)) return 'old'; // {\rtf
	return begins(file, 0x50, 0x4b) ? null : 'bad'; // PK
}

const count = (xml: string, what: RegExp) => (xml.match(what) ?? []).length;

async function lostOf(zip: JSZip, { xml, hidden, formulas }: ReturnType<typeof mend>): Promise<Partial<Record<Lost, number>>> {
	const margins = await Promise.all(zip.file(/^word\/(header|footer)\d*\.xml$/).map((part) => part.async('string')));
	const lost: Record<Lost, number> = {
		comments: count(xml, /<w:commentReference\b/g),
		changes: count(xml, /<w:(ins|del)\s/g),
		formulas,
		charts: count(xml, /<a:graphicData\b[^>]*\/(chart|diagram)"/g),
		objects: count(xml, /<w:object\b/g),
		headers: margins.filter((part) => /<w:t[\s>]/.test(part)).length,
		hidden,
	};
	return Object.fromEntries(Object.entries(lost).filter(([, n]) => n > 0));
}

/** Bytes that the archive says it has; JSZip counts them where its types do not tell. */
function unpacked(zip: JSZip): number {
	const sizeOf = (entry: JSZip.JSZipObject) => (entry as unknown as { _data?: { uncompressedSize?: number } })._data?.uncompressedSize ?? 0;
	return Object.values(zip.files).reduce((sum, entry) => sum + sizeOf(entry), 0);
}

// A picture that is broken or not there is told of as missing; the text comes in all the same.
const convertImage = images.imgElement(async (image) => {
	try {
		return { src: `data:${image.contentType};base64,${await image.readAsBase64String()}` };
	} catch {
		return { src: '' };
	}
});

async function read(buffer: ArrayBuffer): Promise<WordText> {
	const fault = faultOf(new Uint8Array(buffer));
	if (fault) return { fault };
	try {
		const zip = await JSZip.loadAsync(buffer);
		if (unpacked(zip) > MAX_UNPACKED) return { fault: 'large' };
		// Word on the web calls it document2.xml.
		const [text] = zip.file(/^word\/document\d*\.xml$/);
		if (!text) return { fault: 'bad' };
		const written = await text.async('string');
		const part = async (name: string) => (await zip.file(`word/${name}.xml`)?.async('string')) ?? '';
		const mended = mend(written, await part('numbering'), await part('styles'));
		const { xml } = mended;
		const lost = await lostOf(zip, mended);
		// (So that what is packed already is not unpacked: a picture of it may be broken.)
		const packed = { type: 'arraybuffer', compression: 'DEFLATE' } as const;
		const arrayBuffer = xml === written ? buffer : await zip.file(text.name, xml).generateAsync(packed);
		const { value } = await convertToHtml({ arrayBuffer }, { styleMap: STYLES, convertImage });
		const page = new DOMParser().parseFromString(value, 'text/html');
		takeNumbers(page.body);
		footnotes(page.body);
		const html = page.body.innerHTML;
		return { html, ...takeTitle(page.body), lost };
	} catch {
		return { fault: 'bad' };
	}
}

declare global {
	interface Window {
		copydeskWord?: WordReader;
	}
}

window.copydeskWord = { read };
