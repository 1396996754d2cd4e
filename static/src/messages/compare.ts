/** The texts of the swipe between two periods or two dates. */
export const compare = {
	en: {
		compare: "Compare",
		from: "Right side from",
		to: "to",
		boundaries: "Boundaries of",
		divider: "Where the two sides meet",
		said: "Left, circles: {left} in view. Right, squares: {right} in view, {span}.",
	},
	zh: {
		compare: "对比",
		from: "右侧起始",
		to: "结束",
		boundaries: "边界日期",
		divider: "两侧分界位置",
		said: "左侧（圆形）：视野内 {left} 件。右侧（方形）：视野内 {right} 件，{span}。",
	},
};
