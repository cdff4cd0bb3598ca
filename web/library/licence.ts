// Words for a licence are asked for when it is none of the list.
export function licence(page: Document): void {
	const list = page.querySelector<HTMLSelectElement>('select#licence');
	const field = page.getElementById('licence_other')?.closest<HTMLElement>('.field');
	if (!list || !field) return;
	const show = (): void => {
		field.hidden = list.value !== 'other' && !field.classList.contains('wrong');
	};
	list.addEventListener('change', show);
	show();
}
