package handler

import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/gin-gonic/gin"
)

// huma keeps its sentences and its error type in package variables, Gin its mode;
// they are set once, before any request.
func init() {
	gin.SetMode(gin.ReleaseMode)
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return newHumaError(status, msg, errs...)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return newHumaError(status, msg, errs...).in(ctx.Context())
	}
	huma.ValidateStrictCasing = true  // "Name" is not "name"
	huma.DefaultArrayNullable = false // an empty list is [], never null
	validation.MsgUnexpectedProperty = "不认识这个字段"
	validation.MsgExpectedRFC3339DateTime = "须为 RFC 3339 格式的时间"
	validation.MsgExpectedRFC3339Date = "须为 2026-01-31 格式的日期"
	validation.MsgExpectedBoolean = "须为 true 或 false"
	validation.MsgExpectedNumber = "须为数字"
	validation.MsgExpectedInteger = "须为整数"
	validation.MsgExpectedString = "须为文字"
	validation.MsgExpectedArray = "须为列表"
	validation.MsgExpectedObject = "须为对象"
	validation.MsgExpectedOneOf = "只能是以下之一：%s"
	validation.MsgExpectedMinimumNumber = "不能小于 %.12g"
	validation.MsgExpectedMaximumNumber = "不能大于 %.12g"
	validation.MsgExpectedMinLength = "至少 %d 个字符"
	validation.MsgExpectedMaxLength = "最多 %d 个字符"
	validation.MsgExpectedBePattern = "须为%s"
	validation.MsgExpectedMatchPattern = "格式不正确，须符合 %s"
	validation.MsgExpectedMinItems = "至少 %d 项"
	validation.MsgExpectedMaxItems = "最多 %d 项"
	validation.MsgExpectedRequiredProperty = "缺少必填字段 %s"
}
