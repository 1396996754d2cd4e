import bike from "lucide-static/icons/bike.svg?raw";
import sweep from "lucide-static/icons/brush-cleaning.svg?raw";
import car from "lucide-static/icons/car.svg?raw";
import manhole from "lucide-static/icons/circle-dot.svg?raw";
import parking from "lucide-static/icons/circle-parking.svg?raw";
import unknown from "lucide-static/icons/circle-question-mark.svg?raw";
import site from "lucide-static/icons/construction.svg?raw";
import fence from "lucide-static/icons/fence.svg?raw";
import hydrant from "lucide-static/icons/fire-extinguisher.svg?raw";
import fire from "lucide-static/icons/flame.svg?raw";
import steps from "lucide-static/icons/footprints.svg?raw";
import works from "lucide-static/icons/hammer.svg?raw";
import lamp from "lucide-static/icons/lightbulb.svg?raw";
import rat from "lucide-static/icons/rat.svg?raw";
import recycle from "lucide-static/icons/recycle.svg?raw";
import road from "lucide-static/icons/road.svg?raw";
import safety from "lucide-static/icons/shield-alert.svg?raw";
import sign from "lucide-static/icons/signpost.svg?raw";
import sofa from "lucide-static/icons/sofa.svg?raw";
import spray from "lucide-static/icons/spray-can.svg?raw";
import weeds from "lucide-static/icons/sprout.svg?raw";
import shop from "lucide-static/icons/store.svg?raw";
import toilet from "lucide-static/icons/toilet.svg?raw";
import bin from "lucide-static/icons/trash-2.svg?raw";
import tree from "lucide-static/icons/tree-deciduous.svg?raw";
import truck from "lucide-static/icons/truck.svg?raw";
import people from "lucide-static/icons/users.svg?raw";
import food from "lucide-static/icons/utensils.svg?raw";
import noise from "lucide-static/icons/volume-2.svg?raw";
import water from "lucide-static/icons/waves.svg?raw";
import dust from "lucide-static/icons/wind.svg?raw";
import power from "lucide-static/icons/zap.svg?raw";
import type { Category } from "../types";

const SOURCES = {
	bike,
	bin,
	car,
	dust,
	fence,
	fire,
	food,
	hydrant,
	lamp,
	manhole,
	noise,
	parking,
	people,
	power,
	rat,
	recycle,
	road,
	safety,
	shop,
	sign,
	site,
	sofa,
	spray,
	steps,
	sweep,
	toilet,
	tree,
	truck,
	unknown,
	water,
	weeds,
	works,
};
export type Picture = keyof typeof SOURCES;

/** Words of a category's names and the picture that shows them; the first that fits. */
const BY_WORDS: [RegExp, Picture][] = [
	[/bicycle|单车/i, "bike"],
	[/manhole|井盖/i, "manhole"],
	[/hydrant|smoke alarm|消火栓/i, "hydrant"],
	[/fire|gas|burning|焚烧/i, "fire"],
	[/wire|power|cable|线缆/i, "power"],
	[/lamp|light(?!.*traffic)|lighting|照明|路灯/i, "lamp"],
	[/signal|traffic light|信号灯/i, "sign"],
	[/graffiti|poster|advertis|小广告|涂鸦/i, "spray"],
	[/bulk|大件/i, "sofa"],
	[/recycl|回收/i, "recycle"],
	[/toilet|公厕/i, "toilet"],
	[/rodent|animal|鼠|动物/i, "rat"],
	[/noise|噪声/i, "noise"],
	[/dust|idling|扬尘/i, "dust"],
	[/site|construction(?!.*erosion)|debris|工地|施工|渣土/i, "site"],
	[/unauthorized|私搭/i, "works"],
	[/flood|runoff|erosion|river|积水|河道|水土/i, "water"],
	[/grass|weed|yard|green|绿地|草/i, "weeds"],
	[/tree|park(?:s)? and tree|vegetation|树|园林/i, "tree"],
	[/food|食品/i, "food"],
	[/vending|shop|market|consumer|经营|消费/i, "shop"],
	[/dispute|event|纠纷|活动/i, "people"],
	[/meter|计时器/i, "parking"],
	[/parking|parked|停车|停放/i, "parking"],
	[/vehicle|车辆/i, "car"],
	[/sidewalk|pavement|人行道/i, "steps"],
	[/rail|fence|护栏/i, "fence"],
	[/sign|marking|标志|标线/i, "sign"],
	[/dumping|trash|garbage|litter|can\b|container|垃圾/i, "bin"],
	[/collection|delivery|supercan|clear/i, "truck"],
	[/clean|sanitation|dirty|appearance|保洁|环境|不洁/i, "sweep"],
	[/pothole|road|street|alley|curb|坑洞|道路|路面/i, "road"],
	[/safety|emergency|sudden|hazard|安全|突发/i, "safety"],
	[/facilit|utilit|设施/i, "works"],
	[/health|卫生/i, "rat"],
];

/** The picture that the operator named, or the one that its words suggest. */
export function pictureOf({ name, name_zh, icon }: Category): Picture {
	if (icon && icon in SOURCES) return icon as Picture;
	const words = `${name} ${name_zh ?? ""}`;
	return BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? "unknown";
}

const parsed = new Map<Picture, Element>();

export function drawPicture(picture: Picture): Element {
	let source = parsed.get(picture);
	if (!source) {
		source = new DOMParser().parseFromString(SOURCES[picture], "image/svg+xml").documentElement;
		source.setAttribute("aria-hidden", "true");
		source.setAttribute("class", "picture");
		parsed.set(picture, source);
	}
	return document.importNode(source, true);
}
