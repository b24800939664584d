/** Sizes of files in the person's language. */

const language = document.documentElement.lang || "ko";
const STEPS = [
  ["byte", 1],
  ["kilobyte", 1024],
  ["megabyte", 1024 ** 2],
  ["gigabyte", 1024 ** 3],
];

/** 1.4MB, 820KB */
export function fileSize(bytes) {
  const [unit, step] = STEPS.findLast(([, least]) => bytes >= least) ?? STEPS[0];
  const digits = unit === "byte" || bytes / step >= 100 ? 0 : 1;
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(bytes / step);
}
