"""What an officer types in each part of a registration; shape only, the law is asked elsewhere."""

from tracker.intake.registration.forms.contract import ContractForm, OverrideForm
from tracker.intake.registration.forms.papers import PaperForm, kinds_of, paper_forms
from tracker.intake.registration.forms.person import PersonForm
from tracker.intake.registration.forms.relative import RelativeForm

__all__ = ["ContractForm", "OverrideForm", "PaperForm", "PersonForm", "RelativeForm", "kinds_of", "paper_forms"]
