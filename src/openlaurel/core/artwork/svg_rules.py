"""What an own SVG may consist of. What isn't named here is left out; what is listed as refused stops the upload."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
FILTERS = {
    "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feFuncA", "feFuncR", "feFuncG", "feFuncB",
    "feComposite", "feDropShadow", "feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset",
}  # fmt: skip
ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "image", "linearGradient", "radialGradient", "stop", "clipPath",
    "mask", "pattern", "marker", "title", "desc", "style", *SHAPES, *FILTERS,
}  # fmt: skip

REFUSED = {
    "script": "a script",
    "handler": "a script",
    "foreignObject": "a foreignObject, which can hold a whole web page",
    "iframe": "a frame",
    "a": "a link",
    "animate": "an animation",
    "animateMotion": "an animation",
    "animateTransform": "an animation",
    "set": "an animation",
    "discard": "an animation",
}
WORDS = {"text", "tspan", "textPath", "tref", "altGlyph", "font", "font-face", "glyph"}

PRESENTATION = {
    "clip-path", "clip-rule", "color", "color-interpolation", "color-interpolation-filters", "display", "fill",
    "fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "isolation", "marker", "marker-end",
    "marker-mid", "marker-start", "mask", "mask-type", "mix-blend-mode", "opacity", "overflow", "paint-order",
    "shape-rendering", "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "transform",
    "transform-origin", "vector-effect", "visibility",
}  # fmt: skip
ATTRIBUTES = PRESENTATION | {
    "amplitude", "class", "clipPathUnits", "cx", "cy", "d", "dx", "dy", "exponent", "filterUnits", "fr", "fx",
    "fy", "gradientTransform", "gradientUnits", "height", "href", "id", "in", "in2", "intercept", "k1", "k2",
    "k3", "k4", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits", "mode", "offset",
    "operator", "orient", "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "points",
    "preserveAspectRatio", "primitiveUnits", "r", "refX", "refY", "result", "rx", "ry", "slope",
    "spreadMethod", "stdDeviation", "style", "tableValues", "type", "values", "viewBox", "width", "x", "x1",
    "x2", "y", "y1", "y2",
}  # fmt: skip
