from django.urls import path

from holdfast.duties import rule_views, views

app_name = "duties"

urlpatterns = [
    path("duties/", views.mine, name="mine"),
    path("duties/rules/", rule_views.rules_in_force, name="rules"),
    path("duties/rules/proposed/<uuid:proposal>/", rule_views.rule_proposal, name="rule-proposal"),
    path("duties/rules/<str:code>/", rule_views.change_rule, name="change-rule"),
    path("duties/from-the-census/", views.to_confirm, name="to-confirm"),
    path("duties/offers/<uuid:offer_id>/", views.offer, name="offer"),
    path("duties/<uuid:duty_id>/", views.one, name="duty"),
    path("duties/<uuid:duty_id>/<slug:name>/", views.deed, name="deed"),
    path("told/", views.told, name="told"),
    path("board/", views.board, name="board"),
]
