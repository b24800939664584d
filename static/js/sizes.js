/** Sizes of files in the person's language. */

const language = document.documentElement.lang || "ko";
const STEPS = [
  ["B", 1],
  ["KB", 1024],
  ["MB", 1024 ** 2],
  ["GB", 1024 ** 3],
];

/** 1.4 MB, 820 KB: as the server writes them, which Intl would not. */
export function fileSize(bytes) {
  const [unit, step] = STEPS.findLast(([, least]) => bytes >= least) ?? STEPS[0];
  const digits = unit === "B" || bytes / step >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(bytes / step)}\u00a0${unit}`;
}
