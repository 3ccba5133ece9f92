"""What a worker presses on the one-tap page, and the few words that may follow."""

from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from tracker.checkins.models import ANSWERS
from tracker.checkins.words import ABOUT, QUESTIONS, YES_NO
from tracker.web.forms import Form

WORDS = 500


class AnswerForm(Form):
    """One of three buttons."""

    answer = StringField(validators=[InputRequired(), AnyOf(ANSWERS)])


class MoreForm(Form):
    """What it is about, and the worker's own words if any."""

    about = StringField(validators=[InputRequired(), AnyOf(tuple(ABOUT))])
    note = StringField(validators=[Optional(), Length(max=WORDS)])


class QuestionForm(Form):
    """Yes or no to the one question after "fine"."""

    question = StringField(validators=[InputRequired(), AnyOf(tuple(QUESTIONS))])
    yes_no = StringField(validators=[InputRequired(), AnyOf(tuple(YES_NO))])
