package handler

import (
	"mime/multipart"
	"net/http"

	"github.com/gin-gonic/gin"
)

// siteForm is a form with two fields: site_id and file. What the file is called says
// nothing that is believed.
type siteForm struct {
	siteID string
	file   multipart.File
	form   *multipart.Form
}

// readSiteForm takes the whole form in before it answers; what is more than inMemory
// bytes waits in a file that close removes. fileMissing is what a form without a file
// is told.
func readSiteForm(c *gin.Context, inMemory int64, fileMissing string) (_ *siteForm, err error) {
	if err := c.Request.ParseMultipartForm(inMemory); err != nil {
		return nil, bodyProblem(err)
	}
	f := &siteForm{form: c.Request.MultipartForm}
	defer func() {
		if err != nil {
			f.close()
		}
	}()
	sites, files := f.form.Value["site_id"], f.form.File["file"] // not from the URL
	if len(files) != 1 {
		return nil, newProblem(http.StatusUnprocessableEntity, "file_missing", fileMissing)
	}
	if len(sites) != 1 {
		return nil, newProblem(http.StatusUnprocessableEntity, "site_missing", "请指明站点")
	}
	f.siteID = sites[0]
	f.file, err = files[0].Open()
	return f, err
}

func (f *siteForm) close() {
	if f.file != nil {
		_ = f.file.Close()
	}
	_ = f.form.RemoveAll()
}
