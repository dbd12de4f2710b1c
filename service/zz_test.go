package service_test
import ("testing";"github.com/quanjiuye/backend/service/identity")
func TestGen(t *testing.T){ for _,b:=range []string{"91350503MA2XYQ1A3","91350503MA2XYQ1B1","91350503MA2XYQ1C8","91350503MA2XYQ1D6"} { for _,c:=range "0123456789ABCDEFGHJKLMNPQRTUWXY" { if _,ok,err:=identity.CanonicalUSCC(b+string(c)); ok&&err==nil {t.Log(b+string(c))} } } }
