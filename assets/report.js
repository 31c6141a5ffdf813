// What came of the work: brought into view, for a long table may have hidden it.
watch('value', () => requestAnimationFrame(() => element.querySelector('.report')?.scrollIntoView({ block: 'nearest' })));
