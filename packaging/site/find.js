// SPDX-License-Identifier: Apache-2.0
// The error catalogue shows the rows that have every word that was typed; without this script it shows all.
(function () {
    'use strict';
    const wanted = document.getElementById('wanted');
    const count = document.getElementById('count');
    const rows = Array.from(document.querySelectorAll('table.errors tbody tr'));
    const texts = rows.map((row) => row.textContent.toLowerCase());
    function show() {
        const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
        let shown = 0;
        rows.forEach((row, index) => {
            row.hidden = !words.every((word) => texts[index].includes(word));
            shown += row.hidden ? 0 : 1;
        });
        count.textContent = shown + ' of ' + rows.length;
    }
    wanted.addEventListener('input', show);
    show();
})();
