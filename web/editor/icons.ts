// The signs of the tools: of the sprite that web/icons.mjs makes, by the names of the actions.
import { say } from './lang';

const SVG = 'http://www.w3.org/2000/svg';

/** The sign of an action, for the eye alone. */
export function icon(key: string): SVGElement {
	const drawing = document.createElementNS(SVG, 'svg');
	const use = document.createElementNS(SVG, 'use');
	for (const [name, value] of Object.entries({ 'aria-hidden': 'true', width: '18', height: '18' })) drawing.setAttribute(name, value);
	use.setAttribute('href', `${say('icons')}#${key}`);
	drawing.append(use);
	return drawing;
}
