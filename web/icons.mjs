// node icons.mjs PACKAGES: print the sprite of the tools' signs, lucide's, to be found by the names of the actions.
import {createRequire} from 'node:module';
import path from 'node:path';

const lucide = createRequire(path.resolve(process.argv[2]) + path.sep)('lucide');
const icons = {
	strong: 'LetterB', em: 'Italic', link: 'Link', sub: 'Subscript', sup: 'Superscript',
	heading2: 'Heading2', heading3: 'Heading3', heading4: 'Heading4',
	bullet_list: 'List', ordered_list: 'ListOrdered', blockquote: 'TextQuote', pull_quote: 'Quote', table: 'Table2',
	footnote: 'Asterisk', embed: 'SquarePlay', rule: 'Minus', correction: 'FilePenLine',
	picture: 'Image', camera: 'Camera', library: 'Images', comment: 'MessageSquarePlus', undo: 'Undo2', redo: 'Redo2',
	word: 'FileUp', find: 'Search', tidy: 'Sparkles', outline: 'TableOfContents',
	rowBefore: 'BetweenHorizontalEnd', rowAfter: 'BetweenHorizontalStart', columnBefore: 'BetweenVerticalEnd',
	columnAfter: 'BetweenVerticalStart', headerRow: 'PanelTop', headerColumn: 'PanelLeft', merge: 'TableCellsMerge',
	split: 'TableCellsSplit', rowDelete: 'TableRowsSplit', columnDelete: 'TableColumnsSplit', tableDelete: 'Trash',
};

const element = ([tag, attributes]) => `<${tag}${Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('')}/>`;

console.log('<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, (C) Lucide Icons and Contributors, ISC; in part Feather, (C) Cole Bemis, MIT. -->');
for (const [id, name] of Object.entries(icons)) {
	if (lucide[name] === undefined)
		throw new Error(`lucide has no icon ${name}`);
	console.log(`<symbol id="${id}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${lucide[name].map(element).join('')}</symbol>`);
}
console.log('</svg>');
