// How the server cuts: as large as the ratio allows, with the focal point in the middle where the
// edges let it be.
export interface Size {
	width: number;
	height: number;
}

/** The CSS object-position, in percent, that shows the same part of a picture in a box of ${ratio}. */
export function position(picture: Size, ratio: number, x: number, y: number): [number, number] {
	const width = Math.min(picture.width, picture.height * ratio);
	const height = width / ratio;
	return [along(picture.width, width, x), along(picture.height, height, y)];
}

function along(whole: number, part: number, percent: number): number {
	const room = whole - part;
	if (room < 0.5) return 50;
	const start = Math.min(room, Math.max(0, (whole * percent) / 100 - part / 2));
	return (start / room) * 100;
}
