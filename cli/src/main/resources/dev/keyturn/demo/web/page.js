/** What main.js offers to the parts that it draws. They import this, so that nothing imports main.js. */
const page = {};

/** Called once, by main.js. */
export const offer = (functions) => Object.assign(page, functions);

/** Draws all that can be seen, from what is known. */
export const draw = () => page.draw();

/** Opens a panel; on a phone, goes there. */
export const openTab = (name) => page.openTab(name);

/** Asks how it stands, and draws it if it changed. */
export const refresh = () => page.refresh();
