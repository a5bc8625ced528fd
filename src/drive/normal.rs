//! The normal distribution: what a lognormal estimate needs and the standard library lacks.

use libm::{exp, log};

/// Φ(x): the share below `x`. G. West's form of Hart's approximation (2005), good to some fourteen digits.
pub(super) fn share_below(x: f64) -> f64 {
    const TOP: [f64; 7] = [
        3.526_249_659_989_11e-2,
        0.700_383_064_443_688,
        6.373_962_203_531_65,
        33.912_866_078_383,
        112.079_291_497_871,
        221.213_596_169_931,
        220.206_867_912_376,
    ];
    const BOTTOM: [f64; 8] = [
        8.838_834_764_831_84e-2,
        1.755_667_163_182_64,
        16.064_177_579_207,
        86.780_732_202_946_1,
        296.564_248_779_674,
        637.333_633_378_831,
        793.826_512_519_948,
        440.413_735_824_752,
    ];
    let z = x.abs();
    let bell = exp(-z * z / 2.0);
    let tail = if z > 37.0 {
        0.0
    } else if z < 7.071_067_811_865_47 {
        bell * polynomial(&TOP, z) / polynomial(&BOTTOM, z)
    } else {
        let fraction = z + 1.0 / (z + 2.0 / (z + 3.0 / (z + 4.0 / (z + 0.65))));
        bell / fraction / 2.506_628_274_631
    };
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// Φ⁻¹(share): P. Acklam's rational approximation (2003), good to nine digits. `share` is kept off 0 and 1.
pub(super) fn quantile(share: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];
    const LOW: f64 = 0.02425;
    let share = share.clamp(1e-300, 1.0 - 1e-16);
    if share < LOW {
        let q = (-2.0 * log(share)).sqrt();
        polynomial(&C, q) / polynomial(&D, q)
    } else if share > 1.0 - LOW {
        let q = (-2.0 * log(1.0 - share)).sqrt();
        -polynomial(&C, q) / polynomial(&D, q)
    } else {
        let q = share - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / polynomial(&B, r)
    }
}

fn polynomial(highest_first: &[f64], x: f64) -> f64 {
    highest_first.iter().fold(0.0, |sum, factor| sum * x + factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_shares_are_met() {
        for (x, share) in [(0.0, 0.5), (1.0, 0.841_344_746), (-1.96, 0.024_997_895), (3.0, 0.998_650_102)] {
            assert!((share_below(x) - share).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn a_quantile_undoes_a_share() {
        for step in -60..=60 {
            let x = f64::from(step) / 10.0;
            assert!((quantile(share_below(x)) - x).abs() < 1e-6, "{x}");
        }
    }
}
