from django.urls import path

from holdfast.children import authorising_views, child_views, flag_views, meeting_views, record_views, unseen_views, views, work_views

app_name = "children"

urlpatterns = [
    path("children/", views.mine, name="mine"),
    path("children/<uuid:case>/", child_views.child, name="child"),
    path("children/<uuid:case>/happened/", child_views.happened, name="happened"),
    path("children/<uuid:case>/plan/", child_views.plan, name="plan"),
    path("children/<uuid:case>/meetings/", child_views.meetings, name="meetings"),
    path("children/<uuid:case>/family/", child_views.family, name="family"),
    path("children/<uuid:case>/people/", child_views.people, name="people"),
    path("children/<uuid:case>/flags/", flag_views.raise_flag, name="raise-flag"),
    path("children/<uuid:case>/flags/<uuid:flag_id>/", flag_views.flag, name="flag"),
    path("children/<uuid:case>/record/", record_views.record, name="record"),
    path("children/<uuid:case>/record/<slug:slug>/", record_views.event, name="event"),
    path("children/<uuid:case>/entry/<uuid:entry>/", record_views.entry, name="entry"),
    path("children/<uuid:case>/correct/<uuid:entry>/", record_views.correct, name="correct"),
    path("children/<uuid:case>/authorise/<uuid:asked>/", authorising_views.authorise, name="authorise"),
    path("children/<uuid:case>/misfiled/<uuid:entry>/", record_views.misfiled, name="misfiled"),
    path("children/<uuid:case>/allocate/", views.allocate, name="allocate"),
    path("children/<uuid:case>/close/", views.close, name="close"),
    path("children/<uuid:case>/refer/", views.refer, name="refer"),
    path("children/<uuid:case>/restricted/", views.restricted, name="restricted"),
    path("children/<uuid:case>/who/", work_views.state_more, name="state"),
    path("children/unseen/", unseen_views.unseen, name="unseen"),
    path("children/find/", work_views.find, name="find"),
    path("children/<uuid:case>/thing/", work_views.thing, name="thing"),
    path("children/<uuid:case>/relative/", work_views.relative, name="relative"),
    path("children/<uuid:case>/actions/", work_views.agree, name="actions"),
    path("children/<uuid:case>/ask/", work_views.ask, name="ask"),
    path("children/<uuid:case>/strategy/", meeting_views.open_strategy, name="open-strategy"),
    path("children/<uuid:case>/conference/", meeting_views.arrange, name="arrange"),
    path("children/<uuid:case>/meeting/<uuid:meeting_id>/", meeting_views.meeting, name="meeting"),
    path("children/<uuid:case>/meeting/<uuid:meeting_id>/conclude/", meeting_views.conclude, name="conclude"),
    path("children/<uuid:case>/meeting/<uuid:meeting_id>/took-part/", meeting_views.took_part, name="took-part"),
    path("children/<uuid:case>/meeting/<uuid:meeting_id>/move/", meeting_views.move, name="move"),
    path("children/<uuid:case>/meeting/<uuid:meeting_id>/call-off/", meeting_views.call_off, name="call-off"),
    path("children/<uuid:case>/meeting/<uuid:meeting_id>/issue/", meeting_views.issue, name="issue"),
]
