/** Functions of main.js for the parts that it draws. They import this module, so that nothing imports main.js. */
const page = {};

/** Called once, by main.js. */
export const offer = (functions) => Object.assign(page, functions);

/** Draws the whole page from the model. */
export const draw = () => page.draw();

/** Opens a panel; on a phone, scrolls to it. */
export const openTab = (name) => page.openTab(name);

/** Fetches the state, and draws it if it changed. */
export const refresh = () => page.refresh();
