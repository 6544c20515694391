from django.urls import path

from holdfast.duties import rule_views, told_views, views

app_name = "duties"

urlpatterns = [
    path("duties/", views.mine, name="mine"),
    path("duties/rules/", rule_views.rules_in_force, name="rules"),
    path("duties/rules/proposed/<uuid:proposal>/", rule_views.rule_proposal, name="rule-proposal"),
    path("duties/rules/<str:code>/", rule_views.change_rule, name="change-rule"),
    path("duties/offers/<uuid:offer_id>/", views.offer, name="offer"),
    path("duties/<uuid:duty_id>/", views.one, name="duty"),
    path("duties/<uuid:duty_id>/<slug:name>/", views.deed, name="deed"),
    path("told/", told_views.told, name="told"),
    path("told/<uuid:delivery>/<uuid:duty>/", told_views.one_told, name="told-of"),
    path("told/<uuid:delivery>/<uuid:duty>/<slug:name>/", told_views.told_deed, name="told-deed"),
    path("board/", views.board, name="board"),
    path("board/weeks/", told_views.pattern, name="pattern"),
]
