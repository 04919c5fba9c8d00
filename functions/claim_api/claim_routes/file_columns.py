"""The columns of a file that staff are about to upload. The file is read and forgotten."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, ConfigDict, Field

from laurel.platform.http_answers import show
from laurel.platform.http_api import raw_body
from laurel.platform.http_routes import about, csv_body
from laurel.platform.problems import granted
from laurel.workbench.file_columns import ColumnsOf, file_columns

router: Router = Router()  # type: ignore[no-untyped-call]


class FileColumnView(BaseModel):
    """A column of the file."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str = Field(description="As the file calls it, and as the upload takes it.")
    cells: tuple[str, ...] = Field(description="Its first cells; long ones are cut.")


class FileColumnsView(BaseModel):
    """The columns of a file, and which of them an upload takes by itself."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    line: int = Field(description="The line that names the columns.")
    columns: tuple[FileColumnView, ...]
    found: dict[str, str] = Field(
        description="The names of the columns that are found, by the parameter of the upload that names another one,"
        " such as `badge_column`."
    )


@router.post(
    "/v1/staff/columns",
    **about(
        "listFileColumns",
        "The columns of a file",
        "Before an upload: which columns the file has, with their first cells, and which the upload takes if it names"
        " none. Nothing is kept.",
        tag="Staff",
        who="provider_staff",
        gives="The columns",
        more=csv_body(
            "The file as it is uploaded afterwards: CSV in UTF-8 or UTF-16, with commas, tabs or semicolons, or an"
            " Excel file.",
            ["any"],
            "Registration,Name\nMB26-000001,Ana Lima\n",
        ),
    ),
)
def post_columns(of: Annotated[ColumnsOf, Query(description="What the file is.")]) -> Response[FileColumnsView]:
    """The columns of the file in the body."""
    head, found = granted(file_columns(raw_body(router.current_event), of))
    columns = tuple(FileColumnView(name=one.name, cells=one.cells) for one in head.columns)
    return show(FileColumnsView(line=head.line, columns=columns, found=dict(found)))
