"""Starts MiniStack with the one fault of its gateway mended that no template can work around (docs/compatibility.md)."""

import os
import signal
import sys
import threading
import time

from ministack.app import main
from ministack.services import lambda_svc

execute = lambda_svc._execute_function_with_config_scope


def as_api_gateway_does(function, event, *rest, **more):
    """Payload format 2.0 has the request's cookies in a field of their own, not among its headers."""
    if isinstance(event, dict) and event.get("version") == "2.0" and "cookie" in event.get("headers", {}):
        headers = dict(event["headers"])
        cookies = [cookie.strip() for cookie in headers.pop("cookie").split(";")]
        event = {**event, "headers": headers, "cookies": [cookie for cookie in cookies if cookie]}
    return execute(function, event, *rest, **more)


def end_with(parent):
    """Ends all of it when whoever started it was killed without a word."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGTERM)


lambda_svc._execute_function_with_config_scope = as_api_gateway_does
threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
sys.exit(main())
