// A field that is as high as its words and yet holds one line: Enter and the ends of pasted lines do what they do in any field of one line.
const ENDS = /\r\n?|\n/g;

export function oneLine(field: HTMLTextAreaElement): void {
	field.enterKeyHint = 'go';
	// (Not the key: an input method has it for itself, and on a phone it has no name.)
	field.addEventListener('beforeinput', (event) => {
		if (event.inputType !== 'insertLineBreak' && event.inputType !== 'insertParagraph') return;
		event.preventDefault();
		const first = [...(field.form?.elements ?? [])].find((control) => control instanceof HTMLButtonElement && control.type === 'submit');
		(first as HTMLButtonElement | undefined)?.click();
	});
	field.addEventListener('paste', (event) => {
		const text = event.clipboardData?.getData('text/plain') ?? '';
		const line = text.replace(ENDS, ' ');
		if (line === text || field.readOnly) return;
		event.preventDefault();
		// As if typed, so that undo takes it back.
		document.execCommand('insertText', false, line);
	});
	// By whatever other way.
	field.addEventListener('input', () => {
		if (!field.value.includes('\n')) return;
		const {selectionStart, selectionEnd} = field;
		field.value = field.value.replace(ENDS, ' ');
		field.setSelectionRange(selectionStart, selectionEnd);
	});
}
