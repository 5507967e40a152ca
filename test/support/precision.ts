/** ε = 2⁻⁵²: the distance from 1 to the next larger double. */
export const EPSILON = Number.EPSILON;

/** u = ε/2: what one rounding changes at most, relative. */
export const ROUNDOFF = EPSILON / 2;
