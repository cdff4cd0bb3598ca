// Files of a person's own device.

export const PICTURES = 'image/jpeg,image/png,image/webp,image/avif';
export const WORD = '.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface Wanted {
	accept: string;
	several?: boolean;
	camera?: boolean;
}

/** Asks for files; none if the question was closed. */
export function pickFiles({ accept, several, camera }: Wanted): Promise<File[]> {
	const input = document.createElement('input');
	input.type = 'file';
	input.accept = accept;
	input.multiple = several ?? false;
	if (camera) input.setAttribute('capture', 'environment');
	return new Promise((resolve) => {
		input.addEventListener('change', () => resolve(Array.from(input.files ?? [])));
		input.addEventListener('cancel', () => resolve([]));
		input.click();
	});
}
