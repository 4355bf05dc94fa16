// The reader's language, and the words of a page in it. Names and quotes of the plans are never translated.

/** "zh" or "en". */
export const language = document.documentElement.dataset.language === "en" ? "en" : "zh";

/** The header by which the service tells what it refuses in the language of the page, whatever the browser is set to. */
export const spoken = { "accept-language": language };

/** Of `{zh: {...}, en: {...}}` the words in the reader's language; both must have the same keys (a test compares them). */
export const wordsIn = (both) => both[language];
