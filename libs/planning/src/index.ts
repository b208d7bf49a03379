// The arithmetic of waiting, over what the record already says. Nothing here is stored: how long somebody has waited is a
// function of today.
export { weeksWaiting } from './weeks-waiting.js';
