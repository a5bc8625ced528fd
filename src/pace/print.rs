//! The one normal form of everything parsed. Printing it and parsing that again gives the same.

use std::fmt;

use super::corner::{Bend, Core, Corner, Grade, Shade};
use super::line::{Anchor, AnchorPlace, Lead, Line, Span};
use super::step::Step;
use super::steps::{Link, Steps};

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(mark) = self.mark {
            write!(f, "{} ", mark.sign())?;
        }
        match &self.lead {
            Lead::Nothing => {}
            Lead::Anchor(anchor) => write!(f, "{anchor} ")?,
            Lead::Span(span) => write!(f, "{span} ")?,
        }
        self.steps.fmt(f)?;
        match &self.remark {
            Some(remark) => write!(f, " ; {remark}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            AnchorPlace::Date(date) => write!(f, "@{date}")?,
            AnchorPlace::Id(id) => write!(f, "@{id}")?,
        }
        match self.way {
            Some((sign, span)) => write!(f, " {} {span}", sign.letter()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.n(), self.unit().letter())
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Into => f.write_str("->"),
            Self::And => f.write_str("&"),
            Self::Distance(span) => span.fmt(f),
        }
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first().fmt(f)?;
        self.rest().iter().try_for_each(|(link, step)| write!(f, " {link} {step}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.caution.sign())?;
        self.core.fmt(f)?;
        self.over.iter().try_for_each(|feature| write!(f, "/{}", feature.letters()))?;
        if self.maybe {
            f.write_str("?")?;
        }
        if let Some(size) = self.size {
            write!(f, " {}", size.letters())?;
        }
        if let Some(cutting) = self.cutting {
            write!(f, " {}", cutting.letters())?;
        }
        if self.now {
            f.write_str(" now")?;
        }
        match self.trailer.as_str() {
            "" => Ok(()),
            trailer => write!(f, " {trailer}"),
        }
    }
}

impl fmt::Display for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corner(corner) => corner.fmt(f),
            Self::Turn(turn, side) => write!(f, "{}{}", turn.letters(), side.letter()),
            Self::Feature(feature) => f.write_str(feature.letters()),
        }
    }
}

impl fmt::Display for Corner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.side.letter(), self.grade)?;
        match self.shade {
            Some(Shade::Plus) => f.write_str("+")?,
            Some(Shade::Minus) => f.write_str("-")?,
            None => {}
        }
        let (sign, end) = match self.bend {
            Some(Bend::Tightens(end)) => (">", end),
            Some(Bend::Opens(end)) => ("<", end),
            None => return Ok(()),
        };
        f.write_str(sign)?;
        end.map_or(Ok(()), |end| end.fmt(f))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.figure().fmt(f)
    }
}
